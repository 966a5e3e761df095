"""A response that was typed in wrongly, and another that stands in for it, for tests."""

import json
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from tests.world import World

# What is not named is as it was.
_AGAIN = text("""
insert into response select (made.r).* from (
    select jsonb_populate_record(r, jsonb_build_object('id', cast(:new as uuid),
        'replaces_id', r.id, 'correction', 'Read 8 for 3', 'mode', 'paper',
        'typed_in_by', cast(:staff as uuid), 'typed_in_at', r.authored + interval '1 hour')
        || cast(:changed as jsonb)) as r
    from response r where r.id = :id) made
""")


def correct(world: World, response_id: UUID, **changed: Any) -> UUID:
    """Let answers that are as they were, but for what is changed, stand in for a response."""
    new = uuid4()
    values = {"id": response_id, "new": new, "staff": world.author_id}
    with world.open() as session:
        session.connection().execute(_AGAIN, {**values, "changed": json.dumps(changed)})
        session.commit()
    return new

"""What was kept for a few hours is gone afterwards; what still holds stays."""

from datetime import timedelta

from sqlmodel import select

from lytte.jobs import rounds
from lytte.services.previews import preview_links
from lytte.storage import tables
from lytte.storage.database import Database
from tests.forms_world import make_ready
from tests.world import KEYS, NOW, make_world


def test_a_preview_on_a_phone_is_gone_when_it_is_over(fresh_database: Database) -> None:
    world = make_world(fresh_database)
    make_ready(world, now=NOW)
    with world.open() as session:
        form_id = session.exec(select(tables.FormDraft.id)).one()
        for late in (0, 1):
            link = tables.PreviewLink(
                hospital_id=world.hospital_id, form_id=form_id, draft_version=late,
                made_by=world.author_id, made_at=NOW,
                expires_at=NOW + timedelta(hours=preview_links.HOURS, minutes=late),
            )  # fmt: skip
            session.add(link)
        session.commit()

    rounds.go_round(fresh_database, KEYS, NOW + timedelta(hours=preview_links.HOURS))

    with world.open() as session:
        assert session.exec(select(tables.PreviewLink.draft_version)).all() == [1]

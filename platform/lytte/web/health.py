"""Is the process alive, and can it serve?"""

from flask import Blueprint
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from lytte.web.house import house

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> ResponseReturnValue:
    """Say that the process answers; never asks the database."""
    return {"status": "alive"}


@blueprint.get("/readyz")
def ready() -> ResponseReturnValue:
    """Say whether the database answers and stands at this version's tables."""
    try:
        found = house().database.is_ready()
    except OperationalError:
        return {"status": "the database does not answer"}, 503
    return (
        ({"status": "ready"}, 200)
        if found
        else ({"status": "the tables are another version's"}, 503)
    )

"""Many rows at once, through the same wall as one."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_jsonable_python
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from lytte.storage.sessions import HospitalSession


def insert(session: HospitalSession, rows: Sequence[SQLModel]) -> None:
    """Insert rows of one table in one statement: COPY would not go through row security."""
    if rows:
        insert_values(session, type(rows[0]), [_values(one) for one in rows])


def insert_values(
    session: HospitalSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert plain values into one table, without making an object of each row."""
    if not rows:
        return
    found = table.__table__  # type: ignore[attr-defined]
    columns = ", ".join(f'"{column.name}"' for column in found.columns)
    # Names come from our own table definition, never from outside.
    statement = text(
        f"insert into {found.name} ({columns}) select {columns} "  # noqa: S608
        f"from jsonb_populate_recordset(null::{found.name}, :rows)"
    ).bindparams(bindparam("rows", type_=JSONB))
    session.connection().execute(statement, {"rows": to_jsonable_python(list(rows))})


def _values(one: SQLModel) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in type(one).model_fields}
    return {
        name: "\\x" + value.hex() if isinstance(value, bytes) else value
        for name, value in values.items()
    }

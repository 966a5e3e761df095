"""Many rows at once, through the same wall as one."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic_core import to_json
from sqlalchemy import text
from sqlmodel import SQLModel

from lytte.storage.sessions import HospitalSession


def insert(session: HospitalSession, rows: Sequence[SQLModel]) -> None:
    """Insert rows of one table in one statement: COPY would not go through row security."""
    if rows:
        _insert(session, type(rows[0]), [_values(one) for one in rows])


def insert_values(
    session: HospitalSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert plain values into one table, without making an object of each row.

    What a row does not say is what the table says by default.
    """
    if not rows:
        return
    unsaid = {name: one for name, one in table.model_fields.items() if not one.is_required()}
    made = {name: one for name, one in unsaid.items() if one.default_factory}
    plain = {name: one.default for name, one in unsaid.items() if name not in made}
    whole = [
        {
            **plain,
            **{
                n: one.get_default(call_default_factory=True)
                for n, one in made.items()
                if n not in row
            },
            **row,
        }
        for row in rows
    ]
    _insert(session, table, whole)


def _insert(
    session: HospitalSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]
) -> None:
    found = table.__table__  # type: ignore[attr-defined]
    columns = ", ".join(f'"{column.name}"' for column in found.columns)
    # Names come from our own table definition, never from outside.
    statement = text(
        f"insert into {found.name} ({columns}) select {columns} "  # noqa: S608
        f"from jsonb_populate_recordset(null::{found.name}, cast(:rows as jsonb))"
    )
    session.connection().execute(statement, {"rows": to_json(rows).decode()})


def _values(one: SQLModel) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in type(one).model_fields}
    return {
        name: "\\x" + value.hex() if isinstance(value, bytes) else value
        for name, value in values.items()
    }

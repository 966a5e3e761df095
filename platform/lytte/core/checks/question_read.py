"""Which one question a path in an expression reads the answers of."""

from lytte.core.expressions.syntax import Call, Literal, Member, Operation, Path, Step, Variable


def question_read(term: Path) -> tuple[str | None, tuple[Step, ...]]:
    """Return the linkId whose values a path reads, and the steps after them.

    Only …where(linkId = 'a').answer.value from the response, and nothing looser.
    """
    if not isinstance(term.start, Variable) or term.start.name not in ("resource", "rootResource"):
        return None, ()
    names = [each.name if isinstance(each, Member | Call) else "" for each in term.steps]
    if "where" not in names:
        return None, ()
    at = names.index("where")
    down = names[:at]
    called = term.steps[at]
    link_id = _wanted(called) if isinstance(called, Call) else None
    if link_id is None or names[at + 1 : at + 3] != ["answer", "value"]:
        return None, ()
    if not down or any(name not in ("item", "descendants", "repeat", "answer") for name in down):
        return None, ()
    return link_id, term.steps[at + 3 :]


def _wanted(call: Call) -> str | None:
    match call.arguments:
        case (
            Operation(
                first=Path(start=None, steps=(Member(name="linkId"),)),
                rest=(("=", Literal(value=str() as link_id), _),),
            ),
        ):
            return link_id
        case _:
            return None

"""Why a condition or calculation cannot be taken from one language to another."""


class NotUnderstood(ValueError):
    """It is not written as its language asks; the message says where."""


class NotExpressible(ValueError):
    """It is well written, and the other language has no way to say it."""


def way_out(fault: NotUnderstood | NotExpressible, where: str, instead: str) -> str:
    """Say what to do about a fault, and what holds until then.

    `where` is where its author corrects it: “in REDCap”.
    """
    if isinstance(fault, NotUnderstood):
        return f"Correct it {where}. Until then {instead}."
    return f"It is kept, without effect: {instead}."

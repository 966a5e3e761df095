"""Why a condition or calculation cannot be taken from one language to another."""


class NotUnderstood(ValueError):
    """It is not written as its language asks; the message says where."""


class NotExpressible(ValueError):
    """It is well written, and the other language has no way to say it."""

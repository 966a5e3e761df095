"""How often one address may try to sign in; beside the lock that each account has."""

from flask import current_app
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

# A ward of people behind one address signs in at seven; a guesser needs thousands.
PER_MINUTE = 30
NAME = "lytte.tries"


class Tries:
    """Counts of this process; each worker counts its own, which the limit allows for."""

    def __init__(self, per_minute: int = PER_MINUTE) -> None:
        self._limit = RateLimitItemPerMinute(per_minute)
        self._kept = MovingWindowRateLimiter(MemoryStorage())

    def allow(self, address: str) -> bool:
        """Count a try from `address`, and tell whether it may go on."""
        return self._kept.hit(self._limit, "sign-in", address)


def tries() -> Tries:
    """Return this application's counts."""
    found: Tries = current_app.extensions[NAME]
    return found

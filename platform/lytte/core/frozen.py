"""The base of every definition: a value that is checked once and never changes."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """An immutable value; a field it does not know is a fault, not something to ignore."""

    model_config = ConfigDict(frozen=True, extra="forbid")

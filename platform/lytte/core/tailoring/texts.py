"""Texts as they were changed: language by language, whatever else they stand in."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from lytte.core.texts import Text


def text_fields(value: BaseModel) -> list[str]:
    """Return the names of the value's fields that are texts in languages."""
    return [name for name in type(value).model_fields if isinstance(getattr(value, name), Text)]


def reworded(value: Any, field: str, language: str, said: str | None) -> Any:
    """Return the value with one of its texts in one language; None takes the language away."""
    root = dict(getattr(value, field).root)
    if said is None:
        root.pop(language, None)
    else:
        root[language] = said
    return value.model_copy(update={field: Text(root)})


def rewordings(base: Text, made: Text) -> Iterator[tuple[str, str | None]]:
    """Yield each language in which two texts are not the same, with what is made of it."""
    for language in dict.fromkeys((*base.root, *made.root)):
        said = made.root.get(language)
        if base.root.get(language) != said:
            yield language, said

"""`lytte evaluate` and `lytte check` of what a test holds, in whichever format it comes."""

from datetime import datetime
from typing import Any

from lytte.commands import check as checking
from lytte.commands import evaluate, questionnaire_file


def outcome(
    document: bytes, said: bytes | None, now: datetime
) -> dict[str, Any] | list[dict[str, Any]]:
    """Evaluate a questionnaire with responses."""
    imported = questionnaire_file.of_document(document)
    many, entries = evaluate.outcomes(imported, document, said, now)
    return list(entries) if many else next(entries)


def check(path: str) -> checking.Checked:
    """Check a file or a folder."""
    return checking.check(path, questionnaire_file.read)

"""What Lytte writes about itself: one JSON object a line, and nothing about a person.

A log is read by people who may not read answers. So a line carries a fixed
sentence, the fields that the code names in `extra`, and the request it belongs
to; of an error it carries the kind and the place, never the message, because a
database's message quotes the row.
"""

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

request_id: ContextVar[str] = ContextVar("request_id", default="")

# What a caller may add with `extra={...}`. Names of people, answers, codes,
# addresses and paths (a path holds a link's code) have no field to stand in.
FIELDS = (
    "endpoint",
    "method",
    "status",
    "milliseconds",
    "hospital",
    "assessment",
    "response",
    "publication",
    "staff",
    "job",
    "attempt",
    "count",
    "reason",
    "version",
)


class JsonLines(logging.Formatter):
    """One record as one line of JSON, its own fields first, unknown ones left out."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "message": _sentence(record),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= {name: record.__dict__[name] for name in FIELDS if name in record.__dict__}
        if record.exc_info and record.exc_info[0] is not None:
            kind, _, trace = record.exc_info
            line["error"] = kind.__name__
            line["where"] = _places(trace)
        return json.dumps(line, ensure_ascii=False, default=str)


def configure(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Send every logger of this process through JsonLines, replacing what was set before."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # Werkzeug's request lines hold paths, and a path may hold a link's code.
    for chatty in ("werkzeug", "alembic", "weasyprint.progress"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _sentence(record: logging.LogRecord) -> str:
    """Lytte's own sentence filled in; another library's pattern, left unfilled.

    Other libraries put values into their patterns (a statement's parameters, a
    requested path), and nobody has looked at those values for us.
    """
    ours = record.name.split(".")[0] in ("lytte", "lytte_admin", "gunicorn")
    return record.getMessage() if ours else str(record.msg)


def _places(trace: TracebackType | None) -> list[str]:
    """File, line and function of each step, the innermost last; no values."""
    steps = traceback.extract_tb(trace)[-12:]
    return [f"{step.filename.rpartition('/')[2]}:{step.lineno} {step.name}" for step in steps]

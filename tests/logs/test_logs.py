"""Logs are read by people who may not read answers."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from lytte import logs


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    written = io.StringIO()
    logs.configure("INFO", written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def _lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_request(stream: io.StringIO) -> None:
    token = logs.request_id.set("r-1")

    logging.getLogger("lytte.web").info("Answer stored", extra={"assessment": "a-1", "status": 303})
    logs.request_id.reset(token)

    [line] = _lines(stream)
    assert line.pop("time")
    assert line == {
        "level": "info",
        "from": "lytte.web",
        "message": "Answer stored",
        "request": "r-1",
        "assessment": "a-1",
        "status": 303,
    }


def test_a_field_nobody_agreed_to_is_left_out(stream: io.StringIO) -> None:
    logging.getLogger("lytte").info("Signed in", extra={"patient_name": "Kari Nordmann"})

    assert "Kari" not in stream.getvalue()


def test_an_error_tells_its_kind_and_place_and_not_the_row(stream: io.StringIO) -> None:
    try:
        raise ValueError("Failing row contains (Kari Nordmann, 1958-03-01)")
    except ValueError:
        logging.getLogger("lytte.jobs").exception("A message was not sent")

    [line] = _lines(stream)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in str(line["where"])
    assert "Kari" not in stream.getvalue()


def test_another_library_fills_in_nothing(stream: io.StringIO) -> None:
    logging.getLogger("sqlalchemy.engine").warning("parameters %s", {"born": "1958-03-01"})

    assert _lines(stream)[0]["message"] == "parameters %s"
    assert "1958" not in stream.getvalue()


def test_request_lines_of_the_development_server_are_silent(stream: io.StringIO) -> None:
    logging.getLogger("werkzeug").info('"GET /a/K7PX-M2QD-9RTA HTTP/1.1" 303 -')

    assert stream.getvalue() == ""


def test_line_breaks_cannot_forge_a_line(stream: io.StringIO) -> None:
    logging.getLogger("lytte").info("refused", extra={"reason": 'x\n{"level": "error"}'})

    assert len(_lines(stream)) == 1

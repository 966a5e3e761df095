"""`lytte serve` with arguments that make no server."""

import pytest

from lytte import cli


def test_a_server_without_anybody_to_answer_is_not_started(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        cli.main(("serve", "--workers", "0"))

    assert "one or more are needed" in capsys.readouterr().err

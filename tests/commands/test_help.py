"""What `--help` teaches can be typed as it stands."""

import shlex

import pytest

from lytte import cli
from lytte.commands.examples import EPILOG, EXAMPLES

TYPED = [
    line.strip().removeprefix("PORT=8000 ").split("  ")[0]
    for text in (EPILOG, *EXAMPLES.values())
    for line in text.splitlines()
    if line.strip().removeprefix("PORT=8000 ").startswith("lytte ")
]


@pytest.mark.parametrize("line", TYPED)
def test_every_example_is_a_command_that_is_understood(line: str) -> None:
    words = shlex.split(line.split(" > ")[0])

    given = cli.parsed(words[1:])

    assert given.called in EXAMPLES


@pytest.mark.parametrize("command", EXAMPLES)
def test_every_command_shows_its_own_examples(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command.split()[1:], "--help"])

    assert ended.value.code == 0
    assert EXAMPLES[command] in capsys.readouterr().out

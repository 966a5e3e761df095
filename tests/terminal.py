"""A terminal in which `lytte` is typed, set to a test's database."""

from dataclasses import dataclass

import pytest

from lytte import cli


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    status: int
    out: str
    err: str


@dataclass(frozen=True)
class Terminal:
    """A terminal set to a database."""

    environ: dict[str, str]
    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def lytte(self, *arguments: str, **more: str) -> Ended:
        """Type a command."""
        for name, value in (self.environ | more).items():
            self.monkeypatch.setenv(name, value)
        status = cli.main(arguments)
        said = self.capsys.readouterr()
        return Ended(status, said.out, said.err)

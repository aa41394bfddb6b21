"""The command line as tests call it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kuulo.cli.main import run


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Outcome]


@pytest.fixture
def kuulo(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    """Return the `kuulo` command: arguments in, exit code and what it wrote out."""
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: object) -> Outcome:
        name, *rest = map(str, arguments)
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            run(name, rest)
        written = capsys.readouterr()
        return Outcome(int(ended.value.code or 0), written.out, written.err)

    return call

"""The command line as a person types it, in this process."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.__main__ import cli
from console.cli import lazy


@dataclass(frozen=True)
class Said:
    """What a command ended with, and said."""

    status: int
    out: str
    err: str


Shell = Callable[..., Said]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def shaodao(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """``shaodao("user", "add", …, stdin="…")``."""
    monkeypatch.setenv("SHAODAO_HOME", str(home))

    def run(*words: str, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "argv", ["shaodao", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        capsys.readouterr()
        status = lazy.run(cli)
        said = capsys.readouterr()
        return Said(status, said.out, said.err)

    return run

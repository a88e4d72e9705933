"""A bar on a terminal, plain lines in a log."""

from __future__ import annotations

import sys
from typing import Any

import click


class Progress:
    """Call it with (done, total or 0, what); the arguments of ``layers.importing``."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._what = ""

    def __call__(self, done: int, total: int, what: str) -> None:
        if not sys.stderr.isatty():
            if what != self._what:
                click.echo(f"{what} …", err=True)
            self._what = what
            return
        from tqdm import tqdm

        if what != self._what or self._bar is None:
            self.close()
            self._bar, self._what = tqdm(total=total or None, desc=what, leave=False), what
        self._bar.total = total or None
        self._bar.n = done
        self._bar.refresh()

    def close(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None

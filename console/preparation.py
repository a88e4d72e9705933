"""What makes a home ready before anything serves it, while other processes load beside it."""

from __future__ import annotations

import logging
import os
import subprocess
from collections.abc import Mapping, Sequence

from console.children import spawn

log = logging.getLogger(__name__)


class Preparation:
    """A command that ends; ``held`` is a standard input that ends when it has ended well, and not before."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._command, self._env = command, env
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: tuple[int, int] | None = None
        self.failed = False

    @property
    def held(self) -> int:
        """For ``spawn``: an open pipe until it is over, then one that has ended."""
        return self._pipe[0] if self._pipe else subprocess.DEVNULL

    def start(self) -> None:
        self._pipe = os.pipe()
        self._process = spawn(self._command, env=self._env)

    def over(self) -> bool:
        """Whether it has ended well; then whoever was held begins."""
        status = self._process.poll() if self._process else None
        if status:
            log.error("the home could not be made ready: status %d", status)
            self.failed = True
        if status == 0:
            self._let_go()
        return status == 0

    def end(self) -> None:
        """At once: what it began is done again by the next."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        # the pipe is left to the end of this process: those who are held must not begin now

    def _let_go(self) -> None:
        if self._pipe:
            for end in self._pipe:
                os.close(end)
        self._pipe = None

"""Wakes a waiting thread, from any other: native ones and greenlets alike (a pipe knows no difference, locks do)."""

from __future__ import annotations

import contextlib
import os
import select
from collections.abc import Callable
from typing import Any


class Waker:
    """``wake`` never blocks; many wakes before a ``wait`` are one. ``choose`` is the select to wait with: a native
    thread of a monkey-patched process needs the original one."""

    def __init__(self, choose: Callable[..., Any] = select.select) -> None:
        self._choose = choose
        self._out, self._in = os.pipe()
        os.set_blocking(self._out, False)
        os.set_blocking(self._in, False)

    def wake(self) -> None:
        with contextlib.suppress(OSError):  # full: it wakes anyway; closed: nobody waits
            os.write(self._in, b"!")

    def wait(self, seconds: float) -> None:
        """Until woken, at most ``seconds``."""
        with contextlib.suppress(OSError, ValueError):
            ready, _, _ = self._choose([self._out], [], [], seconds)
            if ready:
                os.read(self._out, 65_536)

    def close(self) -> None:
        os.close(self._in)
        os.close(self._out)

"""The body of a request, read within its limits."""

from __future__ import annotations

import time
from typing import Any

from gevent.pywsgi import Input

from console.transport.deadline import Deadline
from console.transport.limits import Limits


class BodyTooLarge(OSError):
    """A chunked body went on beyond the limit."""


class BodyTooSlow(OSError):
    """The client stopped sending, or sends so slowly that it never ends."""


class LimitedInput(Input):  # type: ignore[misc]
    """``wsgi.input`` with an end in bytes and in seconds."""

    __slots__ = ("_deadline", "_ends_at", "_limits", "_read")

    def __init__(self, limits: Limits, deadline: Deadline, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._limits, self._deadline = limits, deadline
        self._read = 0
        self._ends_at = time.monotonic() + limits.body_s

    def _do_read(self, length: int | None = None, use_readline: bool = False) -> bytes:
        return self._within(super()._do_read, length, use_readline)

    def _chunked_read(self, length: int | None = None, use_readline: bool = False) -> bytes:
        left = self._limits.body_bytes - self._read + 1
        return self._within(super()._chunked_read, left if length is None else min(length, left), use_readline)

    def _within(self, reader: Any, length: int | None, use_readline: bool) -> bytes:
        pause = min(self._limits.body_pause_s, self._ends_at - time.monotonic())
        if pause <= 0:
            raise BodyTooSlow(f"body not complete after {self._limits.body_s} s")
        try:
            problem = BodyTooSlow("no byte of the body in time")
            data: bytes = self._deadline.within(pause, problem, reader, length, use_readline)
        except BodyTooSlow:
            self._ends_at = 0.0  # whoever reads on (error pages, the discarding of rests) must not wait again
            raise
        self._read += len(data)
        if self._read > self._limits.body_bytes:
            raise BodyTooLarge(f"body above {self._limits.body_bytes} bytes")
        return data

"""The body of a request, read within its limits."""

from __future__ import annotations

import contextlib
import time
from typing import Any

import gevent
from gevent.pywsgi import Input

from console.transport.deadline import Deadline
from console.transport.limits import Limits


class BodyTooLarge(OSError):
    """A chunked body went on beyond the limit."""


class BodyTooSlow(OSError):
    """The client stopped sending, or sends so slowly that it never ends."""


class LimitedInput(Input):  # type: ignore[misc]
    """``wsgi.input`` with an end in bytes and in seconds."""

    __slots__ = ("_deadline", "_ends_at", "_read", "limits")

    def __init__(self, limits: Limits, deadline: Deadline, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.limits, self._deadline = limits, deadline
        self._read = 0
        self._ends_at = time.monotonic() + limits.body_s

    def _discard(self) -> None:
        if not abandoned(self):
            super()._discard()

    def _do_read(self, length: int | None = None, use_readline: bool = False) -> bytes:
        return self._within(super()._do_read, length, use_readline)

    def _chunked_read(self, length: int | None = None, use_readline: bool = False) -> bytes:
        left = self.limits.body_bytes - self._read + 1
        return self._within(super()._chunked_read, left if length is None else min(length, left), use_readline)

    def _within(self, reader: Any, length: int | None, use_readline: bool) -> bytes:
        pause = min(self.limits.body_pause_s, self._ends_at - time.monotonic())
        if pause <= 0:
            raise BodyTooSlow(f"body not complete after {self.limits.body_s} s")
        try:
            problem = BodyTooSlow("no byte of the body in time")
            data: bytes = self._deadline.within(pause, problem, reader, length, use_readline)
        except BodyTooSlow:
            self._ends_at = 0.0  # whoever reads on (error pages, the discarding of rests) must not wait again
            raise
        self._read += len(data)
        if self._read > self.limits.body_bytes:
            raise BodyTooLarge(f"body above {self.limits.body_bytes} bytes")
        return data


def abandoned(body: Input) -> bool:
    """Whether more is left than is read away for the sake of the connection, or nobody can tell how much."""
    if not isinstance(body, LimitedInput):
        return False  # of a WebSocket, which has none
    if body.chunked_input:
        return bool(body.chunk_length != 0)
    left = (body.content_length or 0) - body.position
    waits_to_be_asked = body.socket is not None  # "Expect: 100-continue": it may come, or not
    return bool(left > (0 if waits_to_be_asked else body.limits.leftover_bytes))


def drain(stream: Any, limits: Limits) -> None:
    """Read on for a moment before the connection ends: a client that is cut while sending never sees the answer."""
    left = limits.drain_bytes
    with gevent.Timeout(limits.drain_s, False), contextlib.suppress(OSError):
        while left > 0 and (data := stream.read1(65_536)):
            left -= len(data)

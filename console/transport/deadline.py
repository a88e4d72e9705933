"""How long a connection may keep us waiting, with one timer a connection: a ``gevent.Timeout`` for the request line,
one for the headers and one for the body were 10 µs of each request."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from gevent import get_hub, getcurrent

P = ParamSpec("P")
T = TypeVar("T")


class Deadline:
    """For one piece of work at a time. The timer is left running when work ends in time: most often the next work
    ends after it fires, and it is then set anew."""

    __slots__ = ("_ends_at", "_fires_at", "_greenlet", "_problem", "_timer")

    def __init__(self) -> None:
        self._ends_at = self._fires_at = math.inf
        self._greenlet: Any = None
        self._problem: BaseException | None = None
        self._timer: Any = None

    def within(
        self, seconds: float, problem: BaseException, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """What ``work`` returns; ``problem`` is raised in the middle of it when it waits longer than ``seconds``."""
        self._greenlet, self._problem = getcurrent(), problem
        self._ends_at = time.monotonic() + seconds
        if self._ends_at < self._fires_at:
            self._arm(seconds)
        try:
            return work(*args, **kwargs)
        finally:
            self._ends_at = math.inf

    def close(self) -> None:
        """The connection is over."""
        self._ends_at = self._fires_at = math.inf
        timer, self._timer = self._timer, None
        if timer is not None:
            timer.stop()
            timer.close()

    def _arm(self, seconds: float) -> None:
        ends_at = self._ends_at
        self.close()
        self._ends_at, self._fires_at = ends_at, time.monotonic() + seconds
        self._timer = get_hub().loop.timer(seconds)
        self._timer.start(self._look)

    def _look(self) -> None:
        """In the hub, when the timer fires: too late, or early for what is done now."""
        self._fires_at = math.inf
        left = self._ends_at - time.monotonic()
        if left <= 0:
            self._greenlet.throw(self._problem)
        elif left < math.inf:
            self._arm(left)

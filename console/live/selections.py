"""Tells the desks of this process who has which ticket before them, here and at the other web processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import gevent

from console.live.looking import SAY_AGAIN_S, Looking

#: selections of dispatchers are told at most this often
LOOKING_S = 0.2
#: what dispatchers of other processes look at is asked for this often
ELSEWHERE_S = 0.5

Items = list[list[str]]


class Selections:
    """``emit(event, payload, to)`` is the sockets'; all desks hear the same."""

    def __init__(self, looking: Looking, emit: Callable[[str, dict[str, Any], str], None]) -> None:
        self._looking, self._emit = looking, emit
        self._due = False
        self._told: Items = []

    def look(self, sid: str, name: str, ticket_id: str | None, worker_id: str | None = None) -> None:
        """A window says what it has before it; None for nothing, also when it is closed."""
        if self._looking.look(sid, name, ticket_id, worker_id):
            self._soon()

    def welcome(self, sid: str) -> None:
        """What a desk hears first."""
        self._emit("looking", {"items": self._looking.items()}, sid)

    def follow(self) -> None:
        """For ever: tell what those of other processes look at, and that they do no longer, also where nobody said
        so; say again what ours do."""
        said_at = time.monotonic()
        while True:
            gevent.sleep(ELSEWHERE_S)
            if time.monotonic() - said_at >= SAY_AGAIN_S:
                said_at = time.monotonic()
                self._looking.say_again()
            if self._looking.items() != self._told:
                self._soon()

    def _soon(self) -> None:
        if not self._due:
            self._due = True
            gevent.spawn_later(LOOKING_S, self._tell)

    def _tell(self) -> None:
        self._due, self._told = False, self._looking.items()
        self._emit("looking", {"items": self._told}, "desk")

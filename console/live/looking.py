"""Which ticket each dispatcher has open and whom they are about to send, so that two do not work on one unknowingly.

Kept by socket in this process, and shared with the other web processes through Redis where there is one. It may be
lost: it locks nothing, the log decides.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from dispatch.adapters.looks import Look, Looks

#: ticket numbers are 13 characters; nobody looks at a book
LONGEST_ID = 64
#: What another process last said so long ago is over: it says it again every ``SAY_AGAIN_S`` while it lives. Three
#: words may be lost or late before a colleague who sits there vanishes; one who was killed is in nobody's way longer.
FRESH = timedelta(seconds=15)
SAY_AGAIN_S = 4.0

Selection = tuple[str, str, str]


def _id(data: Any, name: str) -> str | None:
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_ID else None


def ticket_of(data: Any) -> str | None:
    """The ticket a client says it looks at; None for none, and for anything that is not a ticket's id."""
    return _id(data, "ticket_id")


def worker_of(data: Any) -> str | None:
    """The worker it is about to send there."""
    return _id(data, "worker_id")


class Looking:
    """Selections by socket: a dispatcher with two windows looks at two tickets. ``now`` is monotonic, in seconds."""

    def __init__(self, shared: Looks | None = None, now: Callable[[], float] = time.monotonic) -> None:
        self._at: dict[str, Selection] = {}
        self._shared, self._process = shared, f"{socket.gethostname()}:{os.getpid()}"
        self._slots: dict[str, int] = {}  # few names, used again: nothing in Redis grows with the day
        self._now = now
        self._heard: dict[str, tuple[datetime, float]] = {}  # key → the last look's stamp, and when it came here

    def look(self, sid: str, name: str, ticket_id: str | None, worker_id: str | None = None) -> bool:
        """True when that changed something."""
        before = self._at.pop(sid, None)
        if ticket_id is not None:
            self._at[sid] = (name, ticket_id, worker_id or "")
        if before == self._at.get(sid):
            return False
        self._share(sid)
        return True

    def items(self) -> list[list[str]]:
        """[[name, ticket_id], …], with the worker behind where one is chosen; each once. Asked for every half second
        where there are other processes: what nobody says again leaves by itself."""
        seen = set(self._at.values()) | self._elsewhere()
        return [[part for part in one if part] for one in sorted(seen)]

    def say_again(self) -> None:
        """Other processes forget who is silent."""
        for sid in list(self._at):
            self._share(sid)

    def _elsewhere(self) -> set[Selection]:
        if self._shared is None:
            return set()
        others = [one for one in self._shared.all().values() if not one.key.startswith(f"{self._process}#")]
        return {(one.name, one.ticket_id, one.worker_id) for one in others if self._is_fresh(one) and one.ticket_id}

    def _is_fresh(self, one: Look) -> bool:
        """By when its last word came here: two machines' clocks may differ by more than ``FRESH``. Only a word that
        was there before us is judged by its stamp, or yesterday's would come back with every start."""
        stamp, since = self._heard.get(one.key, (None, 0.0))
        if stamp != one.at:
            is_old = stamp is None and abs(datetime.now(UTC) - one.at) > FRESH
            since = float("-inf") if is_old else self._now()
            self._heard[one.key] = one.at, since
        return self._now() - since < FRESH.total_seconds()

    def _share(self, sid: str) -> None:
        if self._shared is None:
            return
        name, ticket_id, worker_id = self._at.get(sid, ("", "", ""))
        slot = self._slot(sid)
        self._shared.put([Look(f"{self._process}#{slot}", name, ticket_id, worker_id, datetime.now(UTC))])
        if not ticket_id:
            self._slots.pop(sid, None)

    def _slot(self, sid: str) -> int:
        if sid not in self._slots:
            used = set(self._slots.values())
            self._slots[sid] = next(n for n in range(len(used) + 1) if n not in used)
        return self._slots[sid]

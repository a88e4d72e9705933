"""Which rows changed since when: the ring that answers "what did I miss"."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable

Key = tuple[str, str]

#: Events that a client may have missed and still catch up on; beyond it, it takes a snapshot.
KEPT = 20_000


class Gone(Exception):
    """The ring no longer reaches back that far, or the cursor is of another log: take a snapshot."""


class Changes:
    """For each row the last event that changed it. Rows are read when asked, so each stands here once."""

    def __init__(self, floor: int = 0, kept: int = KEPT) -> None:
        self.floor = floor  # a cursor below it cannot be served
        self._kept = kept
        self._last: OrderedDict[Key, int] = OrderedDict()

    def note(self, seq: int, keys: Iterable[Key]) -> None:
        for key in keys:
            self._last[key] = seq
            self._last.move_to_end(key)
        self._forget(seq - self._kept)

    def _forget(self, floor: int) -> None:
        if floor <= self.floor:
            return
        self.floor = floor
        while self._last and next(iter(self._last.values())) <= floor:
            self._last.popitem(last=False)

    def since(self, after: int) -> list[Key]:
        """Rows changed by events after ``after``. Raises Gone below the floor."""
        if after < self.floor:
            raise Gone(f"{after} is before {self.floor}")
        found = []
        for key in reversed(self._last):
            if self._last[key] <= after:
                break
            found.append(key)
        return found

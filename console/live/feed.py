"""The screen board and what it takes to tell each view what changed. Pure: no socket, no clock, no thread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from console.live.changes import KEPT, Changes, Gone, Key
from console.live.sight import Sight
from dispatch.board import SHOWN, Board
from dispatch.events import Recorded
from dispatch.projections import rows

Row = dict[str, Any]
Delta = dict[str, Any]
#: ``decorate(table, row)`` adds what is not on the board (telemetry)
Decorate = Callable[[str, Row], Row]

#: every screen of this kind shows the same
COMMON = ("desk", "wall")


def as_it_is(_table: str, row: Row) -> Row:
    """The decoration of a feed without telemetry."""
    return row


class Feed:
    """One life of the log, as screens see it: snapshots, and deltas that add up to the next snapshot."""

    def __init__(self, board: Board, epoch: str, *, decorate: Decorate = as_it_is, kept: int = KEPT) -> None:
        board.drain_changed()
        self.board, self.epoch = board, epoch
        self._decorate = decorate
        self._changes = Changes(board.seq, kept)
        self._sight = Sight(board, self._sees)
        self._touched: set[str] = set()
        self._told = board.seq  # up to here every room was told
        self._start = board.seq
        self._rooms: dict[str, int] = {}

    def _sees(self, view: str, key: Key) -> bool:
        return rows.render(self.board, *key, view) is not None

    # --- folding ------------------------------------------------------------------------------

    def apply(self, events: Iterable[Recorded]) -> None:
        """Fold events in, in order. What they changed counts as changed by the last of them: a cursor between two
        events that arrived together is told of a row once more than needed, never once less."""
        self.board.apply_all(events)
        keys, seq = self.board.drain_changed(), self.board.seq
        self._changes.note(seq, keys)
        self._touched |= self._sight.update(seq, keys, self._changes.floor)

    def settle(self) -> None:
        """Everything folded so far counts as told to every room."""
        self._told = self._start = self.board.seq
        self._rooms.clear()
        self._touched.clear()

    @property
    def is_told(self) -> bool:
        """Nothing is waiting for a frame."""
        return self._told == self.board.seq

    # --- reading ------------------------------------------------------------------------------

    def room_seq(self, view: str) -> int:
        """``to`` of the last delta of this view's room."""
        return self._rooms.get(view, self._start)

    def snapshot(self, view: str) -> dict[str, list[Row]]:
        """Every row in sight, by table."""
        found = rows.snapshot(self.board, view)
        return {table: [self._decorate(table, row) for row in found[table]] for table in SHOWN}

    def deltas(self, view: str, epoch: str, after: int) -> Delta:
        """One delta from ``after`` to now, with current rows. Raises Gone: take a snapshot."""
        if epoch != self.epoch or after > self.board.seq:
            raise Gone("another log")
        return self._delta(view, self._changes.since(after), after)

    # --- telling ------------------------------------------------------------------------------

    def frames(self, occupied: Callable[[str], bool] = lambda view: True) -> list[tuple[str, Delta]]:
        """A delta for each room that has something to hear since the last call. A room that nobody is in counts as
        told: whoever comes later starts from a snapshot or from /deltas."""
        keys = self._missed()
        out = []
        for view in [*COMMON, *sorted(self._touched)] if keys else ():
            if occupied(view):
                delta = self._delta(view, keys, self.room_seq(view), since=self._told)
                if not any(part["upsert"] or part["remove"] for part in _parts(delta)):
                    continue
                out.append((view, delta))
            self._rooms[view] = self.board.seq
        self._told = self.board.seq
        self._touched.clear()
        return out

    def _missed(self) -> list[Key]:
        """Rows no room was told of yet. More at once than the ring holds: every room is left with a gap, and asks."""
        try:
            return self._changes.since(self._told)
        except Gone:
            self.settle()
            return []

    def _delta(self, view: str, keys: Collection[Key], after: int, *, since: int | None = None) -> Delta:
        delta: Delta = {"from": after, "to": self.board.seq}
        delta |= {table: {"upsert": [], "remove": []} for table in SHOWN}
        common = view in COMMON
        for table, row_id in keys if common else self._seen(view, keys):
            row = rows.render(self.board, table, row_id, view)
            if row is not None:
                delta[table]["upsert"].append(self._decorate(table, row))
            elif common:
                delta[table]["remove"].append(row_id)
        if not common:
            for table, row_id in self._sight.left_since(view, after if since is None else since):
                delta[table]["remove"].append(row_id)
        return delta

    def _seen(self, view: str, keys: Collection[Key]) -> list[Key]:
        visible = self._sight.visible(view)
        return [key for key in keys if key in visible]


def _parts(delta: Delta) -> list[dict[str, list[Any]]]:
    return [delta[table] for table in SHOWN]

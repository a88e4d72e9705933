"""What each worker has in sight, so that leaving it is told, also to a phone that was away meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator

from console.live.changes import Key
from dispatch.board import Board

#: ``sees(view, key)``: whether the projection renders the row for the view
Sees = Callable[[str, Key], bool]


def view_of(worker_id: str) -> str:
    return f"worker:{worker_id}"


class Sight:
    """Kept for every worker, connected or not: phones sleep, and ask for what they missed when they wake."""

    def __init__(self, board: Board, sees: Sees) -> None:
        self._board, self._sees = board, sees
        self._visible: defaultdict[str, set[Key]] = defaultdict(set)
        self._left: defaultdict[str, dict[Key, int]] = defaultdict(dict)
        self._watchers: defaultdict[Key, set[str]] = defaultdict(set)
        for worker_id in board.workers:
            view = view_of(worker_id)
            for key in self._own(worker_id):
                if sees(view, key):
                    self._enter(view, key)

    def visible(self, view: str) -> Collection[Key]:
        return self._visible[view]

    def left_since(self, view: str, after: int) -> list[Key]:
        """Rows that were in sight and left it after ``after``."""
        return [key for key, seq in self._left[view].items() if seq > after]

    def update(self, seq: int, keys: set[Key], floor: int) -> set[str]:
        """Take changed rows in; the views for which one of them is, or was until now, in sight."""
        touched = set()
        for view in self._concerned(keys):
            before = self._visible[view] & keys
            candidates = before | (set(self._own(view.removeprefix("worker:"))) & keys)
            now = {key for key in candidates if self._sees(view, key)}
            for key in before - now:
                self._leave(view, key, seq)
            for key in now - before:
                self._enter(view, key)
            if before or now:
                touched.add(view)
                self._forget(view, floor)
        return touched

    def _concerned(self, keys: set[Key]) -> set[str]:
        views = {view for key in keys if key in self._watchers for view in self._watchers[key]}
        views |= {view_of(row_id) for table, row_id in keys if table == "workers"}
        held = (self._board.assignments.get(row_id) for table, row_id in keys if table == "assignments")
        return views | {view_of(assignment.worker_id) for assignment in held if assignment is not None}

    def _own(self, worker_id: str) -> Iterator[Key]:
        """Everything a worker could see: himself, his work, and the tickets it is on."""
        yield "workers", worker_id
        for assignment in self._board.work_of(worker_id):
            yield "assignments", assignment.id
            yield "tickets", assignment.ticket_id

    def _enter(self, view: str, key: Key) -> None:
        self._visible[view].add(key)
        self._watchers[key].add(view)
        self._left[view].pop(key, None)

    def _leave(self, view: str, key: Key, seq: int) -> None:
        self._visible[view].discard(key)
        self._left[view][key] = seq
        self._watchers[key].discard(view)
        if not self._watchers[key]:
            del self._watchers[key]

    def _forget(self, view: str, floor: int) -> None:
        left = self._left[view]
        for key in [key for key, seq in left.items() if seq <= floor]:
            del left[key]

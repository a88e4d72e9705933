"""Follows a log: its tail folded onto a Board, look by look."""

from __future__ import annotations

from dispatch import checkpoint
from dispatch.board import Board
from dispatch.log import EventLog


class Follower:
    """``board`` stands where the log stood at the last ``look``; before the first one, at its last checkpoint.

    ``board`` is another object after the log was restored: keep the follower, not its board. For one thread.
    """

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._epoch = log.head().epoch  # before the board: restored in between, it is folded once more
        self.board: Board = checkpoint.latest(log)
        self._seen: object = None

    def look(self) -> bool:
        """Fold what happened since the last look; False where nothing did. A log restored under us is folded anew.

        Raises LogUnavailable, EpochChanged; the next look goes on from there.
        """
        seen = self._log.changed()  # before the head: what is committed in between is seen by the next look
        if seen == self._seen:
            return False
        head = self._log.head()
        if head.epoch != self._epoch or head.seq < self.board.seq:
            self.board, self._epoch = checkpoint.latest(self._log), head.epoch
        self.board.apply_all(self._log.stream(self.board.seq))
        self.board.forget_changed()
        self._seen = seen
        return True

"""A round at one moment: its hours, whether its day is over, who is there. Each worked out once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from math import inf

from console.rounds.asked import DEFAULT_HOURS
from dispatch.board import Board
from dispatch.events import RoundPlace, RoundWalk
from dispatch.roster import LOCAL, minutes, shift_of
from dispatch.round import Round

#: How long somebody must be away until others get his places of today. A noon rest takes up to two hours (12 to 14 h);
#: who signs off by mistake is back within half an hour.
AWAY = {"off_duty": timedelta(minutes=30), "on_break": timedelta(hours=2)}
#: A day is over this long after its last hour: who is late finishes.
GRACE_S = 30 * 60.0


class Outlook:
    """Of board and clock alone; ``today`` is the local date, ``since_s`` seconds after its midnight."""

    def __init__(self, board: Board, held: Round, now: datetime) -> None:
        self.board, self.held, self.now = board, held, now
        local = now.astimezone(LOCAL)
        self.today = local.date().isoformat()
        self.since_s = local.hour * 3600.0 + local.minute * 60.0 + local.second

    @cached_property
    def hours(self) -> tuple[float, float]:
        """Seconds after midnight between which it is walked: as asked, else the usual day; longer where told so."""
        begin = _seconds(self.held.begins) if self.held.begins else None
        end = _seconds(self.held.ends) if self.held.ends else None
        ends = (
            at + 60.0 * place.minutes
            for walk in self.held.walks
            for place in walk.places
            if (at := begins_s(place)) is not None
        )
        first, last = (usual if said is None else said for said, usual in zip((begin, end), DEFAULT_HOURS, strict=True))
        return min([first, *_begins(self.held.walks)]), max([last, *ends])

    @cached_property
    def is_over(self) -> bool:
        """Whether today is; a walk of today may still end while it is not."""
        return self.since_s >= self.hours[1] + GRACE_S

    @cached_property
    def days_after(self) -> list[str]:
        return sorted({walk.day for walk in self.held.walks if walk.day > self.today})

    @cached_property
    def walks_of_today(self) -> dict[str, RoundWalk]:
        """By worker."""
        return {walk.worker_id: walk for walk in self.held.walks if walk.day == self.today}

    @cached_property
    def told(self) -> frozenset[tuple[str, str]]:
        """(worker, day) of every walk."""
        return frozenset((walk.worker_id, walk.day) for walk in self.held.walks)

    @cached_property
    def present(self) -> frozenset[str]:
        """Who counts for today: those of its walks who are not away, and who else of the round is on duty and free."""
        workers, walks = self.board.workers, self.walks_of_today
        return frozenset(
            worker.id
            for worker_id in self.held.workers
            if (worker := workers.get(worker_id)) is not None
            and (not self.away(walks[worker_id]) if worker_id in walks else worker.duty == "available")
        )

    def shift_ends_s(self, worker_id: str) -> float:
        """Seconds after today's midnight; infinite where no end is known."""
        shift = shift_of(self.board, worker_id, self.now)
        return inf if shift is None else (shift.ends - moment(self.today, 0.0)).total_seconds()

    def away(self, walk: RoundWalk) -> str:
        """Why a worker no longer counts for a walk of today (off_duty, on_break); empty where he does."""
        worker = self.board.workers[walk.worker_id]
        patience = AWAY.get(worker.duty)
        if patience is None:
            return ""
        begins = moment(walk.day, next(_begins([walk]), DEFAULT_HOURS[0]))
        since = max(begins, worker.duty_since) if worker.duty_since is not None else begins
        return worker.duty if self.now - since >= patience else ""


def begins_s(place: RoundPlace) -> float | None:
    """Seconds after midnight at which it was told to begin; None where it was not said so that it can be read."""
    return _seconds(place.at)


def moment(day: str, seconds: float) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=LOCAL) + timedelta(seconds=seconds)


@lru_cache(maxsize=2048)
def _seconds(clock: str) -> float | None:
    """A day has 1,440 minutes; 1,000 places are read at every look."""
    try:
        return 60.0 * minutes(clock)
    except ValueError:
        return None


def _begins(walks: Iterable[RoundWalk]) -> Iterator[float]:
    return (at for walk in walks for place in walk.places if (at := begins_s(place)) is not None)

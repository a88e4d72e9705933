"""A round (巡查): places that several people see on several days, and how far they are; who was asked to stand where.

The Board holds live rounds only: one leaves it when its last place is done or it is called off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.changed import changed
from dispatch.events import Folds, Recorded, RoundPlace, RoundWalk

if TYPE_CHECKING:
    from dispatch.board import Board


@dataclass(frozen=True, slots=True)
class Seen:
    """What a worker said of a place."""

    result: str  # ok missed
    worker_id: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A place that a new plan took from one walk to another; no worker where it is in none. ``why`` as of
    RoundReplanned; empty where it went along with others."""

    place_id: str
    name: str
    worker_id: str
    day: str
    to: str
    to_day: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Replan:
    """What the last new plan changed."""

    at: datetime
    by: str
    moved: tuple[Moved, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    id: str
    title: str
    walks: tuple[RoundWalk, ...]
    made_at: datetime
    made_by: str
    #: of the last event about it: who shows it knows whether to fetch it anew
    rev: int
    #: by place
    seen: Mapping[str, Seen] = field(default_factory=dict)
    #: places that a later plan had no room for
    left: tuple[RoundPlace, ...] = ()
    replanned: Replan | None = None
    #: whose walks were given to others: what they had done before they heard of it still counts
    former: tuple[str, ...] = ()
    #: local times (HH:MM) between which it is walked; empty: the usual day
    begins: str = ""
    ends: str = ""

    @property
    def workers(self) -> frozenset[str]:
        return frozenset(walk.worker_id for walk in self.walks)

    def knows(self, worker_id: str) -> bool:
        """Whether somebody walks in it, or gave the walk away."""
        return worker_id in self.workers or worker_id in self.former

    def places(self) -> Iterator[RoundPlace]:
        """Every place, those without a walk too."""
        for walk in self.walks:
            yield from walk.places
        yield from self.left

    def walk_with(self, place_id: str) -> RoundWalk | None:
        return next((walk for walk in self.walks if any(place.id == place_id for place in walk.places)), None)

    def is_done(self, place_id: str) -> bool:
        return place_id in self.seen and self.seen[place_id].result == "ok"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody without work was asked to stand, until there is work."""

    worker_id: str
    lon: float
    lat: float
    place: str
    at: datetime


# --- folding -----------------------------------------------------------------------------------


def _planned(board: Board, r: Recorded, ev: e.RoundPlanned) -> None:
    board.rounds[ev.round_id] = Round(
        ev.round_id, ev.title, ev.walks, r.at, r.actor, r.seq, begins=ev.begins, ends=ev.ends
    )  # fmt: skip
    _tell(board, (walk.worker_id for walk in ev.walks))


def _visited(board: Board, r: Recorded, ev: e.RoundVisited) -> None:
    held = board.rounds[ev.round_id]
    seen = {**held.seen, ev.place_id: Seen(ev.result, ev.worker_id, ev.said_at or r.at, ev.note)}
    board.rounds[held.id] = changed(held, seen=seen, rev=r.seq)
    _tell(board, (ev.worker_id,))


def _replanned(board: Board, r: Recorded, ev: e.RoundReplanned) -> None:
    """What is done stays where it was done; all else is as this says."""
    held = board.rounds[ev.round_id]
    known = {place.id: place for place in held.places()}
    walks = {
        (walk.worker_id, walk.day): changed(walk, places=done)
        for walk in held.walks
        if (done := tuple(place for place in walk.places if held.is_done(place.id)))
    }
    for walk in ev.walks:
        before = walks.get((walk.worker_id, walk.day))
        walks[walk.worker_id, walk.day] = (
            walk if before is None else changed(walk, places=(*before.places, *walk.places))
        )
    left = tuple(known[name] for name in ev.left)
    seen = {name: one for name, one in held.seen.items() if one.result == "ok" or name in ev.left}
    new = changed(held, walks=tuple(walks.values()), left=left, seen=seen, rev=r.seq)
    former = tuple(sorted({*held.former, *held.workers} - new.workers))
    board.rounds[held.id] = changed(new, former=former, replanned=Replan(r.at, r.actor, _moved(held, new, ev.why)))
    _tell(board, held.workers | {walk.worker_id for walk in ev.walks})


def _moved(held: Round, new: Round, why: Mapping[str, str]) -> tuple[Moved, ...]:
    """In the order of the new walks, what is in none last."""
    before, after = _where(held), _where(new)
    nowhere = ("", "")
    return tuple(
        Moved(place.id, place.name, *was, *now, why.get(place.id, ""))
        for place in new.places()
        if (was := before.get(place.id, nowhere)) != (now := after.get(place.id, nowhere)) or place.id in why
    )


def _where(held: Round) -> dict[str, tuple[str, str]]:
    return {place.id: (walk.worker_id, walk.day) for walk in held.walks for place in walk.places}


def _ended(board: Board, r: Recorded, ev: e.RoundEnded) -> None:
    held = board.rounds.pop(ev.round_id, None)
    if held is not None:
        _tell(board, held.workers)


def _stand_asked(board: Board, r: Recorded, ev: e.StandAsked) -> None:
    board.stands[ev.worker_id] = Stand(ev.worker_id, ev.lon, ev.lat, ev.place, r.at)
    _tell(board, (ev.worker_id,))


def _stand_ended(board: Board, r: Recorded, ev: e.StandEnded) -> None:
    board.stands.pop(ev.worker_id, None)
    _tell(board, (ev.worker_id,))


def _tell(board: Board, worker_ids: Iterable[str]) -> None:
    """Their rows read differently: written as they are, so that they count as changed."""
    for worker_id in worker_ids:
        if worker_id in board.workers:
            board.workers[worker_id] = board.workers[worker_id]


FOLDS: Folds = {
    e.RoundPlanned: _planned,
    e.RoundVisited: _visited,
    e.RoundReplanned: _replanned,
    e.RoundEnded: _ended,
    e.StandAsked: _stand_asked,
    e.StandEnded: _stand_ended,
}

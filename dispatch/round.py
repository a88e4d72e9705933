"""A round (巡查): places that several people see on several days, and how far they are; who was asked to stand where.

The Board holds live rounds only: one leaves it when its last place is done or it is called off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from math import isfinite
from typing import TYPE_CHECKING, Any

from dispatch import events as e
from dispatch.changed import changed
from dispatch.errors import InvalidField
from dispatch.events import Folds, Recorded, RoundPlace, RoundWalk

if TYPE_CHECKING:
    from dispatch.board import Board

#: Bounds of one round and of a district: an event of 1,000 places is about 120 kB on the log.
MOST_PLACES, MOST_WALKS, MOST_LIVE = 1000, 400, 20
_TEXTS = {"id": 128, "name": 120, "at": 5}


@dataclass(frozen=True, slots=True)
class Seen:
    """What a worker said of a place."""

    result: str  # ok missed
    worker_id: str
    at: datetime
    note: str = ""


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

    @property
    def workers(self) -> frozenset[str]:
        return frozenset(walk.worker_id for walk in self.walks)

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


# --- reading what the edge sends ---------------------------------------------------------------


def walks_of(said: object) -> tuple[RoundWalk, ...]:
    """``[{worker_id, day, places: [{id, name, lon, lat, minutes, at}], minutes}]``; InvalidField names what is not."""
    rows = _list("walks", said, MOST_WALKS)
    walks = tuple(_walk(f"walks.{n}", row) for n, row in enumerate(rows))
    places = [place.id for walk in walks for place in walk.places]
    if len(places) > MOST_PLACES:
        raise InvalidField("walks", f"at most {MOST_PLACES} places in one round")
    if len(set(places)) < len(places):
        raise InvalidField("walks", "a place stands twice")
    turns = [(walk.worker_id, walk.day) for walk in walks]
    if len(set(turns)) < len(turns):
        raise InvalidField("walks", "one walk a worker and day")
    return walks


def _walk(path: str, row: object) -> RoundWalk:
    data = _known(path, row, {"worker_id", "day", "places", "minutes"})
    places = tuple(
        _place(f"{path}.places.{n}", one)
        for n, one in enumerate(_list(f"{path}.places", data.get("places"), MOST_PLACES))
    )
    try:
        day = date.fromisoformat(str(data.get("day"))).isoformat()
    except ValueError:
        raise InvalidField(f"{path}.day", "a date such as 2026-11-23") from None
    return RoundWalk(_text(f"{path}.worker_id", data.get("worker_id"), 128), day, places, _minutes(path, data))


def _place(path: str, row: object) -> RoundPlace:
    data = _known(path, row, {"id", "name", "lon", "lat", "minutes", "at"})
    lon, lat = (_degrees(f"{path}.{name}", data.get(name), most) for name, most in (("lon", 180.0), ("lat", 90.0)))
    texts = {name: _text(f"{path}.{name}", data.get(name, ""), most) for name, most in _TEXTS.items()}
    if not texts["id"]:
        raise InvalidField(f"{path}.id", "a place needs an id")
    return RoundPlace(texts["id"], texts["name"], lon, lat, _minutes(path, data), texts["at"])


def _known(path: str, row: object, names: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise InvalidField(path, "an object")
    for name in row:
        if name not in names:
            raise InvalidField(f"{path}.{name}", "unknown")
    return row


def _list(path: str, said: object, most: int) -> list[Any]:
    if not isinstance(said, list | tuple) or not 0 < len(said) <= most:
        raise InvalidField(path, f"a list of 1 to {most}")
    return list(said)


def _text(path: str, said: object, most: int) -> str:
    if not isinstance(said, str) or len(said) > most:
        raise InvalidField(path, f"a text of at most {most} signs")
    return said


def _degrees(path: str, said: object, most: float) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not -most <= said <= most:
        raise InvalidField(path, "degrees")
    return float(said)


def _minutes(path: str, data: Mapping[str, Any]) -> float:
    said = data.get("minutes", 0)
    if isinstance(said, bool) or not isinstance(said, int | float) or not isfinite(said) or not 0 <= said <= 1440:
        raise InvalidField(f"{path}.minutes", "minutes, 0 to 1440")
    return float(said)


# --- folding -----------------------------------------------------------------------------------


def _planned(board: Board, r: Recorded, ev: e.RoundPlanned) -> None:
    board.rounds[ev.round_id] = Round(ev.round_id, ev.title, ev.walks, r.at, r.actor, r.seq)
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
    board.rounds[held.id] = changed(held, walks=tuple(walks.values()), left=left, seen=seen, rev=r.seq)
    _tell(board, held.workers | {walk.worker_id for walk in ev.walks})


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

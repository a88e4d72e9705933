"""The rest of a round as a question: what is still to do, who is there on which day, and what stays as it was told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from console.native import native
from console.problems import Problem
from console.rounds.asked import Walking, Work
from console.rounds.outlook import Outlook, begins_s
from dispatch.board import Board
from dispatch.events import RoundPlace
from dispatch.roster import DAY_MIN, EVERY_DAY, minutes
from dispatch.round import Round
from layers.patrol import Spot, spots
from layers.store import LayerStore

#: Somebody with a ticket walks on after so long: half of an hour, as tickets of the demo district take on scene.
BUSY_S = 30 * 60.0
#: Who sets out to his first place is on the way so long before it.
SETS_OUT_S = 20 * 60.0
#: What a search may take when many places move at once; in a process of its own that gives way to people's requests.
SEARCH_S = 3.0
#: A further day is looked for among so many: some roster has everybody off on Sunday.
AHEAD = 7
Span = tuple[float, float]
Places = Mapping[str, tuple[float, float]]
Row = dict[str, Any]


def rest(held: Round, board: Board, fixes: Places, now: datetime, *, by_itself: bool = False) -> Work:
    """Without the hours of the places (``with_hours``). By itself, what was missed is not tried again the same day.
    Raises Problem where nothing is left to do."""
    todo = [place for place in held.places() if not held.is_done(place.id)]
    if not todo:
        raise Problem("refused", "nothing of this round is left to do")
    seen = Outlook(board, held, now)
    people = sorted(worker for worker in held.workers if worker in board.workers)
    days = _days(seen, people)
    heads = dict(_heads(seen))
    walkers = tuple(
        Walking(
            one,
            fixes.get(one),
            tuple(_turn(seen, one, day) for day in days),
            _spot(heads[one]) if one in heads else None,
        )
        for one in people
    )
    under_way = {place.id for place in heads.values()}
    kept = {
        (walk.worker_id, walk.day): tuple(
            place.id for place in walk.places if place.id not in held.seen and place.id not in under_way
        )
        for walk in held.walks
        if date.fromisoformat(walk.day) in days
    }
    begins, ends = seen.hours
    later = by_itself and any(day.isoformat() > seen.today for day in days)
    missed = frozenset(place.id for place in todo if later and place.id in held.seen)
    return Work(
        tuple(_spot(one) for one in todo if one.id not in under_way), walkers, tuple(days), begins, ends, 0.0, SEARCH_S,
        minutes={one.id: one.minutes for one in todo}, kept=kept, not_today=missed,
        today=date.fromisoformat(seen.today), today_from_s=_whole(seen.since_s),
    )  # fmt: skip


def with_hours(work: Work, store: LayerStore) -> Work:
    """Reads the store: in a thread that may wait."""
    hours = {spot.id: spot.hours for spot in native(spots, store, ids=[spot.id for spot in work.spots])}
    return replace(work, spots=tuple(replace(one, hours=hours.get(one.id, "")) for one in work.spots))


def changes(held: Round, made: Row) -> bool:
    """Whether the answer is another plan than what people know: an order, a place left out, or a quarter of an hour."""
    ids = {place.id: place for place in held.places() if not held.is_done(place.id)}
    before = {
        (walk.worker_id, walk.day): [place.id for place in walk.places if place.id in ids and place.id not in held.seen]
        for walk in held.walks
    }
    after = {(walk["worker_id"], walk["day"]): walk["places"] for walk in made["walks"]}
    order = {turn: [place["id"] for place in places] for turn, places in after.items()}
    if {turn: names for turn, names in before.items() if names} != order:
        return True
    if {one["id"] for one in made["left"]} != {place.id for place in held.left}:
        return True
    return any(_moved_s(ids[place["id"]], place) >= 15 * 60.0 for places in after.values() for place in places)


def _moved_s(before: RoundPlace, after: Row) -> float:
    was = begins_s(before)
    return 0.0 if was is None else abs(60.0 * minutes(after["at"]) - was)


def _days(seen: Outlook, people: Iterable[str]) -> list[date]:
    """Those of the round that are not over; else the next on which anybody is there."""
    today = date.fromisoformat(seen.today)
    days = sorted({day for walk in seen.held.walks if (day := date.fromisoformat(walk.day)) >= today})
    if days and not (days == [today] and seen.since_s >= seen.hours[1]):
        return days
    first = today if not days and seen.since_s < seen.hours[0] else today + timedelta(1)
    ahead = [first + timedelta(n) for n in range(AHEAD)]
    return [next((day for day in ahead if any(_turn(seen, one, day) for one in people)), first)]


def _turn(seen: Outlook, worker_id: str, day: date) -> Span | None:
    """When somebody may walk on a day: today from now on, after the work in hand. On days of walks he was told of,
    within the shift he is in, if any; on others as the roster says, where there is one."""
    begins, ends = seen.hours
    if day.isoformat() == seen.today:
        if worker_id not in seen.present:
            return None
        begins = max(begins, _whole(seen.since_s) + (BUSY_S if seen.board.work_of(worker_id) else 0.0))
        ends = min(ends, seen.shift_ends_s(worker_id))
    rostered = ((begins, ends),) if (worker_id, day.isoformat()) in seen.told else _rostered(seen.board, worker_id, day)
    spans = [(max(begins, since), min(ends, to)) for since, to in rostered]
    since, to = max(spans, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
    return (since, to) if since < to else None


def _rostered(board: Board, worker_id: str, day: date) -> Iterator[Span]:
    """Seconds after midnight, all day without a roster."""
    roster = board.rosters.get(worker_id)
    if roster is None:
        yield 0.0, 86400.0
        return
    for first, last in roster.days.get(day.isoformat(), roster.days.get(EVERY_DAY, ())):
        since, to = minutes(first), minutes(last)
        yield 60.0 * since, 60.0 * (to if to > since else to + DAY_MIN)


def _heads(seen: Outlook) -> Iterator[tuple[str, RoundPlace]]:
    """(worker, place) of everybody who is on the way now."""
    for worker_id, walk in seen.walks_of_today.items():
        if worker_id not in seen.present or seen.is_over:
            continue
        first = next((place for place in walk.places if place.id not in seen.held.seen), None)
        if first is None:
            continue
        at = begins_s(first)
        begun = any(place.id in seen.held.seen for place in walk.places)
        if begun or at is None or seen.since_s >= at - SETS_OUT_S:
            yield worker_id, first


def _spot(place: RoundPlace) -> Spot:
    return Spot(place.id, place.name, place.lon, place.lat)


def _whole(seconds: float) -> float:
    """Whole minutes: the same question twice within one has the same answer."""
    return seconds // 60 * 60.0

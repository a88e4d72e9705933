"""What of a round will not be done as it was told, and whether the engine plans the rest anew: by board and clock.

Whoever asks at the same moment gets the same answer, so an engine that starts again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from console.rounds.outlook import Outlook, begins_s
from dispatch.board import Board
from dispatch.events import RoundPlace, RoundWalk
from dispatch.round import Round

#: People hear of a new plan no oftener than this: about two places of 8 minutes with their ways, and at most 16 orders
#: in a working day. Oftener, one reads the phone instead of the doors.
QUIET = timedelta(minutes=30)
#: So much behind, nobody's last place is taken away.
LATE_S = 15 * 60.0


def due(board: Board, held: Round, now: datetime) -> Mapping[str, str] | None:
    """By place what kept it from being done, where the rest is to be planned by itself now; None: it is not."""
    last = held.replanned
    if last is not None and now - last.at < QUIET:
        return None
    seen = Outlook(board, held, now)
    why = _lost(seen)
    if not why and not _freed(seen):
        return None
    return why if _can_go(seen) else None


def lost(board: Board, held: Round, now: datetime) -> dict[str, str]:
    """By place one of ``dispatch.decide.round_reading.WHY``. What was missed today counts once it can go to a later
    day: who could not get in may try again until then."""
    return _lost(Outlook(board, held, now))


def _lost(seen: Outlook) -> dict[str, str]:
    return {place.id: why for walk in seen.held.walks for place, why in _of_walk(seen, walk)}


def _of_walk(seen: Outlook, walk: RoundWalk) -> Iterator[tuple[RoundPlace, str]]:
    todo = [place for place in walk.places if not seen.held.is_done(place.id)]
    is_today = walk.day == seen.today
    over = walk.day < seen.today or (is_today and seen.is_over)
    gone = "gone" if walk.worker_id not in seen.board.workers else ""
    absent = gone or (seen.away(walk) if is_today else "")
    late = _late(seen, walk) if is_today and not gone else frozenset[str]()
    for place in todo:
        if place.id in seen.held.seen and (over or seen.days_after):
            yield place, "missed"
        elif over:
            yield place, "day_over"
        elif absent and place.id not in seen.held.seen:
            yield place, absent
        elif place.id in late:
            yield place, "no_time"


def _late(seen: Outlook, walk: RoundWalk) -> frozenset[str]:
    """Places that fit into the day no more, as far behind as he is: work came in between, or it takes longer. Not the
    next one, to which he is on the way."""
    todo = [place for place in walk.places if place.id not in seen.held.seen]
    begins = begins_s(todo[0]) if todo else None
    if begins is None:
        return frozenset()
    behind = seen.since_s - (begins + 60.0 * todo[0].minutes)
    if behind <= LATE_S:
        return frozenset()
    ends = min(seen.hours[1], seen.shift_ends_s(walk.worker_id))
    return frozenset(
        place.id
        for place in todo[1:]
        if (at := begins_s(place)) is not None and at + 60.0 * place.minutes + behind > ends + LATE_S
    )


def _freed(seen: Outlook) -> bool:
    """Somebody's place of today was done by another since the last plan, and there is something left to do."""
    held = seen.held
    since = held.replanned.at if held.replanned is not None else held.made_at
    by_others = any(
        (word := held.seen.get(place.id)) is not None
        and word.result == "ok"
        and word.worker_id != walk.worker_id
        and word.at > since
        for walk in seen.walks_of_today.values()
        for place in walk.places
    )
    return by_others and any(not held.is_done(place.id) for place in held.places())


def _can_go(seen: Outlook) -> bool:
    """Whether there is a day for it: one that remains, today while anybody is there, or else a further day, but not
    twice without anything done in between: a round that nobody walks does not call people for ever."""
    if seen.days_after:
        return True
    if not seen.is_over and seen.walks_of_today:
        return bool(seen.present)
    last = seen.held.replanned
    if last is None or not last.by.startswith("engine"):
        return True
    return any(word.at > last.at for word in seen.held.seen.values())

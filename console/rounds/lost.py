"""What of a round will not be done as it was told, and whether the engine plans the rest anew: by board and clock.

Whoever asks at the same moment gets the same answer, so an engine that starts again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from console.rounds.asked import DEFAULT_HOURS
from dispatch.board import Board
from dispatch.events import RoundPlace, RoundWalk
from dispatch.roster import LOCAL, minutes, shift_of
from dispatch.round import Round

#: People hear of a new plan no oftener than this: about two places of 8 minutes with their ways, and at most 16 orders
#: in a working day. Oftener, one reads the phone instead of the doors.
QUIET = timedelta(minutes=30)
#: How long somebody must be away until others get his places of today. A noon rest takes up to two hours (12 to 14 h);
#: who signs off by mistake is back within half an hour.
AWAY = {"off_duty": timedelta(minutes=30), "on_break": timedelta(hours=2)}
#: A day is over this long after its last hour: who is late finishes.
GRACE_S = 30 * 60.0
#: So much behind, nobody's last place is taken away.
LATE_S = 15 * 60.0


def due(board: Board, held: Round, now: datetime) -> Mapping[str, str] | None:
    """By place what kept it from being done, where the rest is to be planned by itself now; None: it is not."""
    last = held.replanned
    if last is not None and now - last.at < QUIET:
        return None
    why = lost(board, held, now)
    if not why and not _freed(held, now):
        return None
    return why if _can_go(board, held, now) else None


def lost(board: Board, held: Round, now: datetime) -> dict[str, str]:
    """By place one of ``dispatch.decide.round_reading.WHY``. What was missed today counts once it can go to a later
    day: who could not get in may try again until then."""
    return {place.id: why for walk in held.walks for place, why in _of_walk(board, held, walk, now)}


def _of_walk(board: Board, held: Round, walk: RoundWalk, now: datetime) -> Iterator[tuple[RoundPlace, str]]:
    todo = [place for place in walk.places if not held.is_done(place.id)]
    today, later = day_of(now), bool(days_after(held, now))
    over = walk.day < today or (walk.day == today and is_over(held, now))
    gone = "gone" if walk.worker_id not in board.workers else ""
    absent = gone or ("" if walk.day != today else away(board, walk, now))
    late = frozenset[str]() if gone or walk.day != today else _late(board, held, walk, now)
    for place in todo:
        if place.id in held.seen and (later or over):
            yield place, "missed"
        elif over:
            yield place, "day_over"
        elif absent and place.id not in held.seen:
            yield place, absent
        elif place.id in late:
            yield place, "no_time"


def away(board: Board, walk: RoundWalk, now: datetime) -> str:
    """Why a worker no longer counts for today's walk (off_duty, on_break); empty where he does."""
    worker = board.workers[walk.worker_id]
    patience = AWAY.get(worker.duty)
    if patience is None:
        return ""
    begins = _at(walk.day, next(_begins([walk]), DEFAULT_HOURS[0]))
    since = max(begins, worker.duty_since) if worker.duty_since is not None else begins
    return worker.duty if now - since >= patience else ""


def _late(board: Board, held: Round, walk: RoundWalk, now: datetime) -> frozenset[str]:
    """Places that fit into the day no more, as far behind as he is: work came in between, or it takes longer. Not the
    next one, to which he is on the way."""
    todo = [place for place in walk.places if place.id not in held.seen]
    begins = begins_s(todo[0]) if todo else None
    if begins is None:
        return frozenset()
    behind = since_midnight(now) - (begins + 60.0 * todo[0].minutes)
    if behind <= LATE_S:
        return frozenset()
    shift = shift_of(board, walk.worker_id, now)
    ends = hours_of(held)[1]
    if shift is not None:
        ends = min(ends, (shift.ends - _at(walk.day, 0.0)).total_seconds())
    return frozenset(
        place.id
        for place in todo[1:]
        if (at := begins_s(place)) is not None and at + 60.0 * place.minutes + behind > ends + LATE_S
    )


def _freed(held: Round, now: datetime) -> bool:
    """Somebody's place of today was done by another since the last plan, and there is something left to do."""
    since = held.replanned.at if held.replanned is not None else held.made_at
    today = day_of(now)
    by_others = any(
        walk.day == today
        and (seen := held.seen.get(place.id)) is not None
        and seen.result == "ok"
        and seen.worker_id != walk.worker_id
        and seen.at > since
        for walk in held.walks
        for place in walk.places
    )
    return by_others and any(not held.is_done(place.id) for place in held.places())


def _can_go(board: Board, held: Round, now: datetime) -> bool:
    """Whether there is a day for it: one that remains, today while anybody is there, or else a further day, but not
    twice without anything done in between: a round that nobody walks does not call people for ever."""
    if days_after(held, now):
        return True
    if not is_over(held, now) and any(walk.day == day_of(now) for walk in held.walks):
        return bool(present(board, held, now))
    last = held.replanned
    if last is None or not last.by.startswith("engine"):
        return True
    return any(seen.at > last.at for seen in held.seen.values())


def present(board: Board, held: Round, now: datetime) -> frozenset[str]:
    """Who counts for today: those of today's walks who are not away, and who else of the round is on duty and free."""
    today = day_of(now)
    walks = {walk.worker_id: walk for walk in held.walks if walk.day == today}
    return frozenset(
        worker.id
        for worker_id in held.workers
        if (worker := board.workers.get(worker_id)) is not None
        and (not away(board, walks[worker_id], now) if worker_id in walks else worker.duty == "available")
    )


def hours_of(held: Round) -> tuple[float, float]:
    """Seconds after midnight between which it is walked: the usual day, or as long as it was told to be."""
    ends = (
        at + 60.0 * place.minutes for walk in held.walks for place in walk.places if (at := begins_s(place)) is not None
    )
    return min([DEFAULT_HOURS[0], *_begins(held.walks)]), max([DEFAULT_HOURS[1], *ends])


def is_over(held: Round, now: datetime) -> bool:
    return since_midnight(now) >= hours_of(held)[1] + GRACE_S


def days_after(held: Round, now: datetime) -> list[str]:
    today = day_of(now)
    return sorted({walk.day for walk in held.walks if walk.day > today})


def day_of(now: datetime) -> str:
    return now.astimezone(LOCAL).date().isoformat()


def since_midnight(now: datetime) -> float:
    local = now.astimezone(LOCAL)
    return local.hour * 3600.0 + local.minute * 60.0 + local.second


def begins_s(place: RoundPlace) -> float | None:
    """Seconds after midnight at which it was told to begin; None where it was not said so that it can be read."""
    try:
        return 60.0 * minutes(place.at)
    except ValueError:
        return None


def _begins(walks: Iterable[RoundWalk]) -> Iterator[float]:
    return (at for walk in walks for place in walk.places if (at := begins_s(place)) is not None)


def _at(day: str, seconds: float) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=LOCAL) + timedelta(seconds=seconds)

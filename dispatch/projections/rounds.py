"""Rounds as rows: whole for the desk, one's own walks for a phone, and what a worker's row says of them."""

from __future__ import annotations

from typing import Any

from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.events import RoundPlace, RoundWalk
from dispatch.round import Moved, Replan, Round

Row = dict[str, Any]
#: Places of a new plan named on a screen; the others are counted.
MOST_MOVED = 60


def round_row(board: Board, held: Round, worker_id: str | None = None) -> Row:
    """``worker_id``: only the walks of that worker."""
    walks = [walk for walk in held.walks if worker_id in (None, walk.worker_id)]
    left = [] if worker_id else [_place(held, place) for place in held.left]
    places = [place.id for walk in walks for place in walk.places] + [place["id"] for place in left]
    states = [held.seen[name].result for name in places if name in held.seen]
    return {
        "id": held.id,
        "title": held.title,
        "rev": held.rev,
        "made_at": format_time(held.made_at),
        "made_by": held.made_by if worker_id is None else "",
        "places": len(places),
        "done": states.count("ok"),
        "missed": states.count("missed"),
        "walks": [_walk(board, held, walk) for walk in sorted(walks, key=lambda walk: (walk.day, walk.worker_id))],
        "left": left,
        "replanned": _replanned(board, held.replanned, worker_id),
    }


def _replanned(board: Board, last: Replan | None, worker_id: str | None) -> Row | None:
    """Whom the last new plan gave what; for a worker what it gave and took, None where that is nothing."""
    moved = [one for one in last.moved if worker_id in (None, one.worker_id, one.to)] if last else []
    if last is None or (worker_id is not None and not moved):
        return None
    return {
        "at": format_time(last.at),
        "by": last.by if worker_id is None else "",
        "by_itself": last.by.startswith("engine"),
        "count": len(moved),
        "moved": [_moved(board, one) for one in moved[:MOST_MOVED]],
    }


def _moved(board: Board, one: Moved) -> Row:
    return {
        "id": one.place_id,
        "name": one.name,
        "worker_id": one.worker_id,
        "from": _name(board, one.worker_id),
        "day": one.day,
        "to_id": one.to,
        "to": _name(board, one.to),
        "to_day": one.to_day,
        "why": one.why,
    }


def _name(board: Board, worker_id: str) -> str:
    worker = board.workers.get(worker_id)
    return worker.name if worker else worker_id


def _walk(board: Board, held: Round, walk: RoundWalk) -> Row:
    return {
        "worker_id": walk.worker_id,
        "name": _name(board, walk.worker_id),
        "day": walk.day,
        "minutes": walk.minutes,
        "places": [_place(held, place) for place in walk.places],
    }


def _place(held: Round, place: RoundPlace) -> Row:
    seen = held.seen.get(place.id)
    return {
        "id": place.id,
        "name": place.name,
        "lon": place.lon,
        "lat": place.lat,
        "minutes": place.minutes,
        "at": place.at,
        "state": {"ok": "done", "missed": "missed"}.get(seen.result, "") if seen else "to_come",
        "note": seen.note if seen else "",
        "seen_at": format_time(seen.at) if seen else None,
        "seen_by": seen.worker_id if seen else None,
    }


def of_worker(board: Board, worker_id: str) -> Row:
    """For the worker's row: which rounds he is on, with what tells that one has changed; where he is asked to stand."""
    stand = board.stands.get(worker_id)
    return {
        "rounds": [[held.id, held.rev] for held in board.rounds.values() if held.knows(worker_id)],
        "stand": {"lon": stand.lon, "lat": stand.lat, "place": stand.place, "at": format_time(stand.at)}
        if stand
        else None,
    }

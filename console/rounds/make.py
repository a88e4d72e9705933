"""Rounds made: places and people gathered, the working process asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from console.native import native
from console.rounds.asked import MOST_PLACES, MOST_WORKERS, Question, Walking, Work, hhmm, too_many
from console.rounds.lost import lost
from console.rounds.process import Ask, Row
from console.rounds.rest import rest, with_hours
from dispatch.board import Board
from dispatch.errors import InvalidField
from dispatch.matching.far import far_off
from dispatch.matching.lineup import Box
from dispatch.position import Position
from dispatch.roster import LOCAL
from dispatch.round import Round
from layers.patrol import NoSuchArea, Spot, spots
from layers.store import LayerStore

Places = Mapping[str, tuple[float, float]]


def plan(
    asked: Question,
    board: Board,
    store: LayerStore,
    fixes: Places,
    now: datetime,
    ask: Ask,
    *,
    extent: Box | None = None,
) -> Row:
    """A preview of POST /rounds; nothing is changed. ``extent``: of the district, where it is known. Raises
    InvalidField where it cannot be: in plain words."""
    today = now.astimezone(LOCAL).date()
    days, start = asked.dates(today), _start(asked, extent)
    found = native(_found, store, asked)
    if isinstance(found, NoSuchArea):
        raise InvalidField(found.field, str(found)) from None
    if not found:
        raise InvalidField("ids" if asked.ids else "layer", "no places there")
    if len(found) > MOST_PLACES:
        raise InvalidField("layer", too_many(len(found)))
    work = Work(
        tuple(found), tuple(_walking(asked.workers, board, fixes, start)), tuple(days), asked.begins, asked.ends,
        asked.minutes_per_place, asked.time_limit_s, asked.returns, **_today(now),
    )  # fmt: skip
    if not any(day != today or work.today_from_s < work.ends_s for day in days):
        raise InvalidField("days", "today's hours are over; choose another day")
    known = {spot.id for spot in found}
    missing = [{"id": id, "name": id, "code": "unknown"} for id in dict.fromkeys(asked.ids) if id not in known]
    made = ask(work)
    hours = {"begins": hhmm(asked.begins), "ends": hhmm(asked.ends)}
    return {
        "title": asked.title,
        "places": len(found),
        **hours,
        **_named(made, board),
        "left": [*made["left"], *missing],
    }


def _start(asked: Question, extent: Box | None) -> tuple[float, float] | None:
    if asked.lon is None or asked.lat is None:
        return None
    far = far_off(Position(asked.lon, asked.lat), extent)
    if extent is not None and far is not None:
        axis = "lat" if extent[0] <= asked.lon <= extent[2] else "lon"
        raise InvalidField(axis, f"a start in the district; this is {far[1]['km']} km outside")
    return asked.lon, asked.lat


def _found(store: LayerStore, asked: Question) -> list[Spot] | NoSuchArea:
    """What is raised in a native thread is logged there with its traceback: what somebody merely asked wrongly is
    given back."""
    try:
        return spots(store, asked.layer, grid=asked.grid, compound=asked.compound, ids=asked.ids, ring=asked.ring)
    except NoSuchArea as nothing:
        return nothing


def replan(held: Round, board: Board, store: LayerStore, fixes: Places, now: datetime, ask: Ask) -> Row:
    """The same round from now on, as ReplanRound takes it: what is to come stays, what was missed or lies behind goes
    to the days that remain (the next day, where none does)."""
    work, why = rest(held, board, fixes, now), lost(board, held, now)
    made = ask(with_hours(work, store))
    return {"round_id": held.id, "rev": held.rev, "why": why, **_named(made, board)}


def _today(now: datetime) -> dict[str, Any]:
    local = now.astimezone(LOCAL)
    return {"today": local.date(), "today_from_s": local.hour * 3600.0 + local.minute * 60.0}


def _walking(ids: Iterable[str], board: Board, fixes: Places, start: tuple[float, float] | None) -> Iterable[Walking]:
    chosen = list(dict.fromkeys(ids))
    if not chosen:
        raise InvalidField("workers", "choose who walks: nobody is named")
    if len(chosen) > MOST_WORKERS:
        raise InvalidField("workers", f"at most {MOST_WORKERS}")
    for id in chosen:
        if id not in board.workers:
            raise InvalidField("workers", f"no worker {id}")
        yield Walking(id, start or fixes.get(id))


def _named(made: Row, board: Board) -> Row:
    walks = [
        {**walk, "name": worker.name if (worker := board.workers.get(walk["worker_id"])) else walk["worker_id"]}
        for walk in made["walks"]
    ]
    return {**made, "walks": walks}

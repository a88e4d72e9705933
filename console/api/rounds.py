"""Rounds: /rounds plans and lists, /rounds/{id} shows how far one is, /rounds/{id}/plan plans the rest anew.

Planning only shows; PlanRound and ReplanRound over POST /commands take what was shown.
"""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

from flask import Response, current_app, jsonify, request

from console.api.routes import BOOLEAN, INTEGER, JSON, STRING, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import DESK, DISPATCHERS, WORKER, me
from console.rounds.asked import Question, question
from console.rounds.make import plan, replan
from console.rounds.process import by_process
from dispatch.errors import InvalidField, NotFound
from dispatch.projections.rounds import round_row
from dispatch.round import Round
from dispatch.sources import strict_json


def get() -> Response:
    """Every round under way; a worker gets the own walks."""
    board, who = services().board, me()
    mine = who.worker_id if who.role == "worker" else None
    held = [one for one in board.rounds.values() if mine is None or one.knows(mine)]
    return jsonify({"rounds": [round_row(board, one, mine) for one in held]})


def one(round_id: str) -> Response:
    who, held = me(), _round(round_id)
    if who.role == "worker" and not held.knows(who.worker_id or ""):
        raise NotFound(f"no round {round_id}", what="round", id=round_id)
    return jsonify(round_row(services().board, held, who.worker_id if who.role == "worker" else None))


def post() -> Response:
    """A preview; nothing is changed. One at a time: the next waits."""
    asked = question(strict_json.loads(request.get_data(cache=False)))
    mine = services()
    board, store, fixes, now = mine.board, mine.layers, _fixes(), mine.clock()
    desk = _desk()
    with desk.turn:
        return jsonify(plan(asked, board, store, fixes, now, desk.ask, extent=mine.gazetteer.extent()))


def again(round_id: str) -> Response:
    """What would become of the rest; ReplanRound takes it. There is nothing to ask for: a body is empty or {}."""
    _nothing_asked(request.get_data(cache=False))
    held, mine = _round(round_id), services()
    board, store, fixes, now = mine.board, mine.layers, _fixes(), mine.clock()
    desk = _desk()
    with desk.turn:
        return jsonify(replan(held, board, store, fixes, now, desk.ask))


def _nothing_asked(body: bytes) -> None:
    said = strict_json.loads(body) if body.strip() else {}
    if not isinstance(said, dict):
        raise InvalidField("", "an object")
    for name in said:
        raise InvalidField(name, "unknown: the rest is planned as the round is")


def _round(round_id: str) -> Round:
    held: Round | None = services().board.rounds.get(round_id)
    if held is None:
        raise NotFound(f"no round {round_id}", what="round", id=round_id)
    return held


def _fixes() -> dict[str, tuple[float, float]]:
    return {id: (fix.position.lon, fix.position.lat) for id, fix in services().positions.all().items()}


class Desk:
    """The process, and whose turn it is. It is started and waited for by the loop itself: gevent watches children
    there only."""

    def __init__(self, home: Path) -> None:
        self.turn, self.ask = Lock(), by_process(home, keep=True)


def _desk() -> Desk:
    kept: dict[str, Any] = current_app.extensions
    if "shaodao.rounds" not in kept:
        kept["shaodao.rounds"] = made = Desk(services().settings.home)
        services().closers.append(made.ask.close)
    desk: Desk = kept["shaodao.rounds"]
    return desk


_WALK = {"type": "object"}
_MOVED = shape(
    ("id", "to_id", "to_day"),
    id=STRING,
    name=STRING,
    worker_id=STRING,
    day=STRING,
    to_id=STRING,
    to_day=STRING,
    why=STRING,
)
_REPLANNED = shape(("at", "by_itself", "count"), at=STRING, by_itself=BOOLEAN, count=INTEGER, moved=listed(_MOVED))
_ROUND = shape(
    ("id", "title", "rev", "walks"),
    id=STRING,
    title=STRING,
    rev=INTEGER,
    walks=listed(_WALK),
    replanned=nullable(_REPLANNED),
)
ROUTES = (
    Route("GET", "/rounds", get, DESK | WORKER, "Rounds under way.", answers=ok(shape(rounds=listed(_ROUND)))),
    Route(
        "GET",
        "/rounds/<round_id>",
        one,
        DESK | WORKER,
        "One round, place by place.",
        answers=ok(_ROUND),
        problems=(404,),
    ),
    Route(
        "POST",
        "/rounds",
        post,
        DISPATCHERS,
        "Balanced walks through many places: a preview, which PlanRound takes.",
        body={JSON: Question.model_json_schema()},
        answers=ok(
            shape(
                ("walks", "left"),
                walks=listed(_WALK),
                left=listed({"type": "object"}),
                by=STRING,
                begins=STRING,
                ends=STRING,
            )
        ),
        problems=(422,),
    ),
    Route(
        "POST",
        "/rounds/<round_id>/plan",
        again,
        DISPATCHERS,
        "The rest of a round from now on: a preview, which ReplanRound takes.",
        answers=ok(shape(("walks", "left", "rev"), walks=listed(_WALK), left=listed({"type": "object"}))),
        problems=(404, 409, 422),
    ),
)

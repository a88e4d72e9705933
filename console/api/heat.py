"""GET /heat: where tickets were in the last days, by cells of 50 m."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta

from flask import Response, jsonify, request

from console.api.routes import INTEGER, NUMBER, STRING, Query, Route, listed, ok, shape
from console.api.services import services
from console.api.who import WALL
from console.native import native
from console.problems import Problem
from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.ticket import LIVE

CELL_M = 50.0
#: The heaviest ones; more are neither seen nor quick to draw.
MOST = 5_000
DAYS, MOST_DAYS = 7, 366
#: Where the district lies is unknown: the middle of Shanxi. Only the width of a cell depends on it.
_LATITUDE = 37.0
_DEGREE_M = 111_195.0


def get() -> Response:
    """What is open now and what has been closed; exercises count nowhere."""
    days, kind = _days(), request.args.get("kind") or None
    if kind is not None and kind not in services().board.kinds:
        raise Problem("invalid_field", "is no kind of ticket", field="kind")
    since = services().clock() - timedelta(days=days)
    width, height = cell()
    found = Counter(live(services().board, since, kind, width, height))
    history = services().history
    for x, y, count in native(history.cells, since, kind, (width, height), MOST) if history else ():
        found[x, y] += count
    points = [[round((x + 0.5) * width, 6), round((y + 0.5) * height, 6), n] for (x, y), n in found.most_common(MOST)]
    answer = jsonify({"at": format_time(services().clock()), "days": days, "cell_m": CELL_M, "points": points})
    answer.headers["Cache-Control"] = "private, max-age=30"
    return answer


def live(board: Board, since: datetime, kind: str | None, width: float, height: float) -> list[tuple[int, int]]:
    """The cells of tickets on the board, which the history leaves out: so none counts twice."""
    return [
        (math.floor(one.where.lon / width), math.floor(one.where.lat / height))
        for one in board.tickets.values()
        if one.state in LIVE
        and not one.exercise
        and one.opened_at >= since
        and kind in (None, one.kind)
        and one.where.lon is not None
        and one.where.lat is not None
    ]


def _days() -> int:
    text = request.args.get("days", str(DAYS))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST_DAYS:
        raise Problem("invalid_field", f"must be a number from 1 to {MOST_DAYS}", field="days")
    return int(text)


def cell() -> tuple[float, float]:
    """Width and height of a cell in degrees."""
    bounds = next((meta.bounds for meta in native(services().layers.layers).values() if meta.bounds), None)
    latitude = (bounds[1] + bounds[3]) / 2 if bounds else _LATITUDE
    return CELL_M / _DEGREE_M / math.cos(math.radians(min(abs(latitude), 80.0))), CELL_M / _DEGREE_M


ROUTES = (
    Route(
        "GET",
        "/heat",
        get,
        WALL,
        "Tickets of the last days by cells of 50 m, heaviest first.",
        query=(Query("days", INTEGER, "1 to 366; 7"), Query("kind", STRING, "only of this kind")),
        answers=ok(shape(at=STRING, days=INTEGER, cell_m=NUMBER, points=listed(listed(NUMBER)))),
        problems=(422,),
    ),
)

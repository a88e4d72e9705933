"""GET /rollup: open and overdue tickets by street, community or grid, down to the gaps of the hierarchy."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from console.api.routes import INTEGER, STRING, Query, Route, listed, ok, shape
from console.api.services import services
from console.api.who import WALL
from console.native import native
from console.problems import Problem
from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.errors import NotFound
from dispatch.ticket import LIVE
from layers import areas
from layers.rollup import ROLLED, Case, as_dict, roll_up
from layers.store import LayerStore


def get() -> Response:
    """As of now; exercises count nowhere."""
    level = request.args.get("level", "street")
    if level not in ROLLED:
        raise Problem("invalid_field", f"must be one of {', '.join(ROLLED)}", field="level")
    within = request.args.get("within", "")
    found = native(_rolled, services().layers, cases(services().board), level, within)
    return jsonify({"at": format_time(services().clock()), "level": level, "within": within or None, **found})


def cases(board: Board) -> list[Case]:
    """The live tickets that count. On the loop: 3 ms for 3,000."""
    return [
        Case(one.where.lon, one.where.lat, one.where.grid_code, one.severity, one.is_overdue)
        for one in board.tickets.values()
        if one.state in LIVE and not one.exercise
    ]


def _rolled(store: LayerStore, counted: list[Case], level: str, within: str) -> dict[str, Any]:
    everything = areas.current(store)
    whole = everything.find(within) if within else None
    if within and whole is None:
        raise NotFound(f"no area {within}", what="area", id=within)
    return as_dict(roll_up(counted, everything, level, whole), everything)


_AREA = shape(
    id=STRING, code=STRING, name=STRING, open=INTEGER, overdue=INTEGER, by_severity={"type": "object"}, children=INTEGER
)
_WHY = {"enum": ["no_children", "uncovered", "level_missing", "no_parent"]}
ROUTES = (
    Route(
        "GET",
        "/rollup",
        get,
        WALL,
        "Open and overdue tickets by area.",
        query=(
            Query("level", {"enum": list(ROLLED)}, "street where nothing is said"),
            Query("within", STRING, "code or id of an area: only inside of it"),
        ),
        answers=ok(
            shape(
                at=STRING,
                level=STRING,
                areas=listed(_AREA),
                gaps=listed(shape(id=STRING, name=STRING, why=_WHY)),
                unplaced=INTEGER,
            )
        ),
        problems=(404, 422),
    ),
)

"""GET /areas/…: the tree 街道/社区/网格, and the 楼栋 and 党员中心户 of a grid."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from console.api.layers import role
from console.api.routes import BOOLEAN, INTEGER, NUMBER, STRING, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import DESK, WALL
from console.native import native
from dispatch.errors import NotFound
from layers import areas
from layers.hierarchy import LEVELS, Area
from layers.members import Members, members
from layers.registry import IMPORTED
from layers.store import LayerStore


def tree() -> Response:
    """All areas, nested; levels that are missing stand in it as gaps."""
    store = services().layers
    answer = jsonify(native(lambda: areas.current(store).tree()))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def inside(code: str) -> Response:
    """The areas in an area (by code or id), or the buildings of one that has none, with their party homes."""
    store = services().layers
    found = native(lambda: areas.current(store).find(code))
    if found is None:
        raise NotFound(f"no area {code}", what="area", id=code)
    return jsonify(native(_inside, store, found, IMPORTED["party_homes"].seen_by(role())))


def _inside(store: LayerStore, area: Area, with_homes: bool) -> dict[str, Any]:
    everything = areas.current(store)
    parts = [everything.by_id[id] for id in everything.children.get(area.id, ())]
    held = Members() if parts else members(store, area, with_homes=with_homes)
    return {
        **_short(area),
        "areas": [_short(part) for part in parts],
        "buildings": held.buildings,
        "party_homes": held.homes,
        "more": held.more,
    }


def _short(area: Area) -> dict[str, Any]:
    return {"id": area.id, "code": area.code, "name": area.name, "level": area.level, "gap": area.gap}


_LEVEL = {"enum": list(LEVELS)}
_BRIEF = {"id": STRING, "code": STRING, "name": STRING, "level": _LEVEL, "gap": BOOLEAN}
_NODE = shape(**_BRIEF, households=nullable(INTEGER), problem=STRING, children=listed({"type": "object"}))
_SPOT = {"id": STRING, "name": STRING, "lon": NUMBER, "lat": NUMBER}
_HOME = shape(tuple(_SPOT), **_SPOT, unit=STRING)
_BUILDING = shape(**_SPOT, households=nullable(NUMBER), party_homes=listed(_HOME))
ROUTES = (
    Route(
        "GET",
        "/areas/tree",
        tree,
        WALL,
        "The administrative tree down to grids, gaps included.",
        answers=ok(listed(_NODE)),
    ),
    Route(
        "GET",
        "/areas/<code>/members",
        inside,
        DESK,
        "What an area holds: areas, or buildings and party members' households (these for desks only).",
        answers=ok(
            shape(
                **_BRIEF,
                areas=listed(shape(**_BRIEF)),
                buildings=listed(_BUILDING),
                party_homes=listed(_HOME),
                more=BOOLEAN,
            )
        ),
        problems=(404,),
    ),
)

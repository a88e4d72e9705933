"""GET /layers and /layers/{name}: what is on the map, as GeoJSON."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from console.api.routes import INTEGER, STRING, Query, Route, listed, nullable, ok, ref, shape
from console.api.services import services
from console.api.who import WALL, WORKER, me
from console.layer_json import collection, summary
from console.native import native
from console.problems import Problem
from dispatch.errors import NotFound
from layers.registry import IMPORTED

BBox = tuple[float, float, float, float]


def get_all() -> Response:
    """Every layer: name, count, datum, version, when it was imported."""
    store, mine = services().layers, [name for name in IMPORTED if _seen(name)]
    return jsonify(native(lambda: [summary(store, name) for name in mine]))


def _seen(name: str) -> bool:
    role = me().role
    return IMPORTED[name].seen_by("wall" if role == "display" else role)


def get(name: str) -> Response:
    """Features, all or those that touch ``bbox``."""
    if name not in IMPORTED or not _seen(name):
        raise NotFound(f"no layer {name}", what="layer", id=name)
    body, etag = native(collection, services().layers, name, _bbox())
    answer = Response(body, mimetype="application/geo+json")
    answer.set_etag(etag)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer.make_conditional(request)


def _bbox() -> BBox | None:
    text = request.args.get("bbox")
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Problem("invalid_field", "must be west,south,east,north in degrees", field="bbox") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Problem("invalid_field", "must be west,south,east,north on the Earth", field="bbox")
    return west, south, east, north


def assets() -> Response:
    """The latest state of every asset and socket."""
    states = services().asset_states.all().values()
    rows: list[dict[str, Any]] = [
        {
            "asset_id": one.asset_id,
            "socket": one.socket,
            "state": one.state,
            "value": one.value,
            "at": one.at.isoformat(),
        }
        for one in states
    ]
    return jsonify(rows)


ROUTES = (
    Route(
        "GET",
        "/layers",
        get_all,
        WALL | WORKER,
        "Layers of the map.",
        answers=ok(listed(shape(name=STRING, count=INTEGER, datum=STRING, imported_at=nullable(STRING)))),
    ),
    Route(
        "GET",
        "/layers/<name>",
        get,
        WALL | WORKER,
        "A layer as GeoJSON.",
        query=(Query("bbox", STRING, "west,south,east,north"),),
        answers=ok(ref("FeatureCollection"), media="application/geo+json"),
        problems=(404, 422),
    ),
    Route(
        "GET",
        "/assets/states",
        assets,
        WALL,
        "What assets and their sockets are doing now.",
        answers=ok(listed(ref("AssetState"))),
    ),
)

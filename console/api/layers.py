"""GET /layers and /layers/{name}: what is on the map, as GeoJSON."""

from __future__ import annotations

from flask import Response, jsonify, request

from console.api import cameras
from console.api.routes import BOOLEAN, INTEGER, NUMBER, STRING, Query, Route, listed, nullable, ok, ref, shape
from console.api.services import services
from console.api.who import WALL, WORKER, me
from console.i18n import current_locale
from console.layer_json import catalogue, collection
from console.native import native
from console.problems import Problem
from dispatch.errors import NotFound
from layers.palette import PALETTES
from layers.registry import IMPORTED, LAYERS

BBox = tuple[float, float, float, float]
#: More features than this are asked for by box, or as tiles: they would be 6 MB, and a second in the browser.
MOST = 20_000
#: Derived layers that are asked for like any other.
_DERIVED = {"camera_views": cameras.views}


def get_all() -> Response:
    """Every layer that this role may see, from the ground up: what a layers panel shows of it."""
    theme = request.args.get("theme", "dark")
    if theme not in PALETTES:
        raise Problem("invalid_field", "must be dark or light", field="theme")
    mine = [name for name in LAYERS if _seen(name)]
    answer = jsonify(native(catalogue, services().layers, mine, theme, current_locale()))
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    return answer.make_conditional(request)


def role() -> str:
    """What a layer asks for: a display is the wall."""
    mine = me().role
    return "wall" if mine == "display" else mine


def _seen(name: str) -> bool:
    return LAYERS[name].seen_by(role())


def get(name: str) -> Response:
    """Features, all or those that touch ``bbox``; refused beyond 20,000."""
    if name not in LAYERS or not _seen(name) or not (name in IMPORTED or name in _DERIVED):
        raise NotFound(f"no layer {name}", what="layer", id=name)
    if name in _DERIVED:
        return _DERIVED[name]()
    store, bbox = services().layers, _bbox()
    count = native(store.count_in, name, bbox)
    if count > MOST:
        raise Problem("too_many_features", "give a smaller bbox", count=count, limit=MOST)
    body, etag = native(collection, store, name, bbox, role())
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


_LEGEND = shape(("label",), label=STRING, symbol=STRING, colour=STRING)
_LAYER = shape(
    name=STRING,
    title=STRING,
    group=STRING,
    shape=STRING,
    delivery={"enum": ["tile", "geojson", "live", "asked"]},
    address=nullable(STRING),
    min_zoom=INTEGER,
    shown=BOOLEAN,
    icon=STRING,
    count=nullable(INTEGER),
    datum=nullable(STRING),
    version=nullable(STRING),
    imported_at=nullable(STRING),
    source=nullable(STRING),
    attribution=nullable(STRING),
    bounds=nullable(listed(NUMBER)),
    tiling=nullable(shape(done=INTEGER, total=INTEGER)),
    legend=listed(_LEGEND),
)
ROUTES = (
    Route(
        "GET",
        "/layers",
        get_all,
        WALL | WORKER,
        "Layers of the map: imported, live and worked out, with their legends.",
        query=(Query("theme", {"enum": list(PALETTES)}, "whose colours the legend has; dark"),),
        answers=ok(listed(_LAYER)),
        problems=(422,),
    ),
    Route(
        "GET",
        "/layers/<name>",
        get,
        WALL | WORKER,
        "A layer as GeoJSON.",
        query=(Query("bbox", STRING, "west,south,east,north"),),
        answers=ok(ref("FeatureCollection"), media="application/geo+json"),
        problems=(404, 413, 422),
    ),
)

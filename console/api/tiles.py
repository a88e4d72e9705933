"""GET /tiles/{name}/{z}/{x}/{y}: vector tiles, already compressed, read in a native thread."""

from __future__ import annotations

from flask import Response, request

from console.api.routes import Route
from console.api.services import services
from console.api.who import WALL, WORKER
from console.native import native
from dispatch.errors import NotFound
from layers.tiles import BASE
from layers.tilesets import TILESETS

MEDIA = "application/vnd.mapbox-vector-tile"


def get(name: str, z: int, x: int, y: int) -> Response:
    """The tile; 204 where there is nothing; 304 when the browser has it. ``?v=`` in the address makes it unchanging."""
    if name != BASE and name not in TILESETS:
        raise NotFound(f"no tiles {name}", what="tiles", id=name)
    tile = native(services().tiles.get, name, z, x, y)
    keep = "private, max-age=604800, immutable" if request.args.get("v") else "private, no-cache"
    if tile is None:
        return Response(status=204, headers={"Cache-Control": keep if request.args.get("v") else "private, max-age=60"})
    answer = Response(tile.data, mimetype=MEDIA)
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = keep
    answer.headers["ETag"] = tile.etag
    return answer.make_conditional(request)


ROUTES = (
    Route(
        "GET",
        "/tiles/<name>/<int:z>/<int:x>/<int:y>",
        get,
        WALL | WORKER,
        "A vector tile (MVT, gzip). ``base`` holds all layers of the ground.",
        answers={
            200: ("The tile", MEDIA, {"type": "string", "format": "binary"}),
            204: ("Empty", MEDIA, {}),
            304: ("As before", MEDIA, {}),
        },
        problems=(404,),
    ),
)

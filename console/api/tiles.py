"""GET /tiles/{name}/{z}/{x}/{y}: vector tiles, already compressed, read in a native thread."""

from __future__ import annotations

from flask import Response, request

from console.api.routes import Route
from console.api.services import services
from console.api.who import WALL, WORKER
from console.native import native
from dispatch.errors import NotFound
from layers.tiles import BASE, Tile, TileStore
from layers.tilesets import TILESETS

MEDIA = "application/vnd.mapbox-vector-tile"


def get(name: str, z: int, x: int, y: int) -> Response:
    """The tile; 204 where there is nothing; 304 when the browser has it. ``?v=`` in the address makes it unchanging."""
    if name != BASE and name not in TILESETS:
        raise NotFound(f"no tiles {name}", what="tiles", id=name)
    tile, version = native(_find, services().tiles, name, z, x, y)
    # Only what was asked for by its own version never changes: while an import runs, an older file may answer.
    keep = "private, max-age=604800, immutable" if version and request.args.get("v") == version else "private, no-cache"
    if tile is None:
        return Response(status=204, headers={"Cache-Control": keep})
    answer = Response(tile.data, mimetype=MEDIA)
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["Cache-Control"] = keep
    answer.headers["ETag"] = tile.etag
    return answer.make_conditional(request)


def _find(tiles: TileStore, name: str, z: int, x: int, y: int) -> tuple[Tile | None, str | None]:
    meta = tiles.layers().get(name)
    return tiles.get(name, z, x, y), meta.version if meta else None


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

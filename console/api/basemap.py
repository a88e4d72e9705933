"""GET /basemap/{z}/{x}/{y}: a tile of the online basemap that is set, moved to WGS 84."""

from __future__ import annotations

from flask import Response, request

from console.api.routes import STRING, Query, Route
from console.api.who import WALL, WORKER
from console.basemap_proxy.draw import MEDIA
from console.mapview import online_basemap
from dispatch.errors import NotFound
from layers.online import MAX_ZOOM


def get(z: int, x: int, y: int) -> Response:
    """The tile; 304 when the browser has it; transparent and not to be kept while the upstream is away."""
    proxy = online_basemap()
    if proxy is None:
        raise NotFound("no online basemap is set", what="basemap")
    if z > MAX_ZOOM or x >= 2**z or y >= 2**z:
        raise NotFound("no such tile", what="tile", id=f"{z}/{x}/{y}")
    tile = proxy.tile(z, x, y)
    answer = Response(tile.data, mimetype=MEDIA)
    answer.headers["Cache-Control"] = "private, max-age=86400" if tile.whole else "no-store"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    if tile.whole:
        answer.set_etag(tile.etag)
        answer.make_conditional(request)
    return answer


ROUTES = (
    Route(
        "GET",
        "/basemap/<int:z>/<int:x>/<int:y>",
        get,
        WALL | WORKER,
        "A tile of the online basemap, in WGS 84 whatever its own datum; transparent while it is away.",
        query=(Query("v", STRING, "Its version, from /map/style"),),
        answers={
            200: ("The tile", MEDIA, {"type": "string", "format": "binary"}),
            304: ("As before", MEDIA, {}),
        },
        problems=(404,),
    ),
)

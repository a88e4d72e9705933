"""GET /map/style: the ground of the map for a theme and a language, where it lies, and whose data it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, request

from console.access.policy import allow
from console.i18n import current_locale
from layers import basemap
from layers.palette import PALETTES

if TYPE_CHECKING:
    from console.bootstrap import Services

THEMES = ("dark", "light")
#: The page puts its own ``location.origin`` here: behind a proxy the server does not know what it is called.
ORIGIN = "{origin}"
#: Layers whose extent a screen shows first: where people live, since grids may reach over a lake.
EXTENT = ("buildings", "grids", "roads")

blueprint = Blueprint("map", __name__, url_prefix="/map")


@blueprint.get("/style")
@allow.anybody
def style() -> Response:
    """``{"style": {…}, "ink": {role: colour}, "bounds": [west, south, east, north] | null, "attribution": [text]}``."""
    asked = request.args.get("theme")
    theme = asked if asked in THEMES else THEMES[0]
    tiles: Any = _services().tiles.layers()
    answer = jsonify(
        style=basemap.style(theme, ORIGIN, tiles, current_locale()),
        ink=PALETTES[theme]._asdict(),
        bounds=bounds(_services().layers.layers()),
        attribution=[basemap.attribution(tiles)],
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def bounds(metas: dict[str, Any]) -> list[float] | None:
    """The extent that a screen shows first."""
    return next((list(metas[name].bounds) for name in EXTENT if name in metas and metas[name].bounds), None)


def _services() -> Services:
    found: Services = current_app.extensions["shaodao"]
    return found

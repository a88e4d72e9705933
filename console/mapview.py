"""GET /map/style: the ground of the map for a theme and a language, where it lies, and whose data it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, request

from console.access.policy import allow
from console.i18n import current_locale
from layers import basemap, online
from layers.palette import PALETTES

if TYPE_CHECKING:
    from console.basemap_proxy import Proxy
    from console.bootstrap import Services

THEMES = ("dark", "light")
#: The page puts its own ``location.origin`` here: behind a proxy the server does not know what it is called.
ORIGIN = "{origin}"
#: Layers whose extent a screen shows first: where people live, since grids may reach over a lake. Else all there is.
EXTENT = ("buildings", "grids", "roads", "areas")

blueprint = Blueprint("map", __name__, url_prefix="/map")


@blueprint.get("/style")
@allow.anybody
def style() -> Response:
    """``{"style": {…}, "ink": {role: colour}, "bounds": [west, south, east, north] | null, "attribution": [text]}``."""
    asked = request.args.get("theme")
    theme = asked if asked in THEMES else THEMES[0]
    tiles: Any = _services().tiles.layers()
    drawn, whose = basemap.style(theme, ORIGIN, tiles, current_locale()), [basemap.attribution(tiles)]
    if (proxy := online_basemap()) is not None:
        whose.append(_services().settings.basemap_attribution)
        drawn = online.beneath(drawn, theme, ORIGIN, proxy.version, whose[-1])
    answer = jsonify(
        style=drawn,
        ink=PALETTES[theme]._asdict(),
        bounds=bounds(_services().layers.layers()),
        attribution=whose,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def bounds(metas: dict[str, Any]) -> list[float] | None:
    """The extent that a screen shows first."""
    boxes = {name: meta.bounds for name, meta in metas.items() if meta.bounds}
    if not boxes:
        return None
    shown = next(([boxes[name]] for name in EXTENT if name in boxes), list(boxes.values()))
    west, south, east, north = zip(*shown, strict=True)
    return [min(west), min(south), max(east), max(north)]


def online_basemap() -> Proxy | None:
    """The online basemap, made when first asked for; None unless one is set."""
    settings, kept = _services().settings, current_app.extensions
    if settings.basemap_url is None:
        return None
    if "online_basemap" not in kept:
        from console.basemap_proxy import Proxy  # not loaded by those who set none

        kept["online_basemap"] = Proxy(
            settings.basemap_url, settings.basemap_datum or "wgs84", settings.home / "basemap"
        )
    proxy: Proxy = kept["online_basemap"]
    return proxy


def _services() -> Services:
    found: Services = current_app.extensions["shaodao"]
    return found

"""The ground of the map as a MapLibre style, dark and light.

One vector source (``base``, layers/tiles.py) with absolute addresses: a relative one fetches nothing inside Plotly.
Colours are in ``palette``; what each layer paints stands in its module of ``kinds``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from layers.base import Paint
from layers.palette import PALETTES
from layers.registry import IMPORTED
from layers.strokes import Style, layer
from layers.tileset import BASE


class TileMetas(Protocol):
    """What is used of ``tiles.TileMeta``."""

    version: str
    min_zoom: int
    max_zoom: int
    bounds: Any
    attribution: str


def style(
    theme: str,
    origin: str,
    layers_meta: Mapping[str, TileMetas],
    locale: str = "zh-CN",
    *,
    tiles_path: str = "/api/v1/tiles",
    sprite_path: str = "/assets/icons",
) -> Style:
    """A MapLibre style of what there is. ``layers_meta`` is ``TileStore.layers()``; without tiles only ground.

    ``origin`` is the page's (``https://host:port``), or a placeholder that the page replaces. Every style layer carries
    ``metadata.layer``: the layer that a switch in the legend shows or hides.
    """
    base = layers_meta.get(BASE)
    palette = PALETTES[theme]
    background = layer("ground", "ground", "background", {"background-color": palette.ground})
    present = [*ground(theme), *labels(theme)] if base else []
    drawn = [one for one in present if one["source-layer"] in layers_meta]
    return {
        "version": 8,
        "name": f"shaodao-{theme}",
        "sprite": f"{origin}{sprite_path}/sprite-{theme}",
        "sources": {BASE: _source(base, origin, tiles_path)} if base else {},
        "layers": [background, *drawn],
        "metadata": {"locale": locale, "attribution": attribution(layers_meta)},
    }


def attribution(layers_meta: Mapping[str, TileMetas]) -> str:
    """Whose data it is, each once; always to be shown, small, bottom right."""
    return " · ".join(dict.fromkeys(m.attribution for name, m in layers_meta.items() if name != BASE and m.attribution))


def _source(base: TileMetas, origin: str, tiles_path: str) -> Style:
    return {
        "type": "vector",
        "tiles": [f"{origin}{tiles_path}/{BASE}/{{z}}/{{x}}/{{y}}?v={base.version}"],
        "minzoom": base.min_zoom,
        "maxzoom": base.max_zoom,
        "bounds": list(base.bounds),
        "attribution": base.attribution,
    }


def ground(theme: str) -> list[Style]:
    """Surfaces and lines, from the ground up."""
    return [one for id, layer_ in IMPORTED.items() for one in _painted(id, layer_.paint, theme)]


def labels(theme: str) -> list[Style]:
    """Names and signs. What comes earlier in a style yields to what comes later, so lower layers are named last."""
    return [one for id, layer_ in reversed(IMPORTED.items()) for one in _painted(id, layer_.labels, theme)]


def _painted(id: str, paint: Paint | None, theme: str) -> list[Style]:
    """Each with the layer whose switch in the legend shows or hides it."""
    return [{**one, "metadata": {"layer": id}} for one in paint(theme)] if paint else []

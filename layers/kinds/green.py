"""Parks, gardens, lawns, woods."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import kind
from layers.palette import PALETTES
from layers.strokes import Style, layer
from layers.tileset import Tileset


def _paint(theme: str) -> list[Style]:
    return [layer("green", "green", "fill", {"fill-color": PALETTES[theme].green})]


GREEN = Static(
    "green",
    "ground",
    "polygon",
    "tile",
    min_zoom=11,
    fields=(kind("park"),),
    tilesets=(Tileset("green", "green", ("kind",), 11),),
    paint=_paint,
    legend=(Legend("legend.green", colour="green"),),
)

"""Lakes, ponds, rivers, canals."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import kind
from layers.palette import PALETTES
from layers.strokes import Style, along, layer, line
from layers.tileset import Tileset, label_points


def _paint(theme: str) -> list[Style]:
    p = PALETTES[theme]
    return [
        layer("water", "water", "fill", {"fill-color": p.water}, filter=["==", ["geometry-type"], "Polygon"]),
        line("waterway", "water", p.water, {10: 0.6, 17: 4}, filter=["==", ["geometry-type"], "LineString"]),
    ]


def _labels(theme: str) -> list[Style]:
    p = PALETTES[theme]
    return [along("water-name-along", "water_labels", p.water_label, {12: 12, 16: 15}, p.halo, 12, placement="point")]


WATER = Static(
    "water",
    "ground",
    "any",
    "tile",
    min_zoom=9,
    fields=(kind("lake"),),
    tilesets=(
        Tileset("water", "water", ("kind",), 9),
        Tileset("water_labels", "water", ("id", "size"), 12, label_points),
    ),
    paint=_paint,
    labels=_labels,
    legend=(Legend("legend.water", colour="water"),),
    spoken=True,
)

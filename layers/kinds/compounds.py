"""Compounds 小区: ground with a wall and a name."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.palette import PALETTES
from layers.strokes import SMALL_FIRST, Style, layer, line, text
from layers.tileset import Tileset, label_points


def _paint(theme: str) -> list[Style]:
    p = PALETTES[theme]
    return [
        layer("compounds", "compounds", "fill", {"fill-color": p.compound}),
        line("compound-edge", "compounds", p.building_edge, {14: 0.4, 17: 1}, dash=[4, 3], opacity=0.7),
    ]


def _labels(theme: str) -> list[Style]:
    p, sizes = PALETTES[theme], {13: 11.5, 16: 14, 17: 15}
    named = text("compound-name", "compound_labels", p.label_strong, sizes, p.halo, 13, sort=SMALL_FIRST, width=8)
    return [{**named, "maxzoom": 17.2}]


COMPOUNDS = Static(
    "compounds",
    "area",
    "polygon",
    "tile",
    min_zoom=12,
    tilesets=(
        Tileset("compounds", "compounds", (), 12),
        Tileset("compound_labels", "compounds", ("id", "size"), 12, label_points),
    ),
    paint=_paint,
    labels=_labels,
    legend=(Legend("legend.compounds", colour="compound"),),
    spoken=True,
)

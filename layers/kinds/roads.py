"""Roads, paths and steps, by importance."""

from __future__ import annotations

from typing import Any

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import ACCESS, FOOT
from layers.palette import CASING, PALETTES
from layers.strokes import Stops, Style, along, line
from layers.tileset import Tileset, named_lines

_ONE_WAY = (("是", "yes"), ("否", "no"), ("单行", "yes"), ("双向", "no"), ("反向", "-1"))


def _paint(theme: str) -> list[Style]:
    p, casing = PALETTES[theme], CASING[theme]
    return [
        _road("path", p.path, {14: 0.5, 16: 1.2, 18: 3.2}, 14),
        _road("steps", p.street, {15: 0.8, 16: 1.6, 18: 4}, 15, dash=[0.5, 0.4]),
        _road("service", casing, {14: 1.6, 16: 3.8, 18: 11}, 14, suffix="-case"),
        _road("street", casing, {12: 1.2, 14: 3.4, 16: 7, 18: 20}, 12, suffix="-case"),
        _road("main", casing, {10: 1.4, 14: 5.4, 16: 10.5, 18: 28}, 10, suffix="-case"),
        _road("service", p.path if theme == "dark" else p.street, {14: 0.8, 16: 2.6, 18: 9}, 13),
        _road("street", p.street, {12: 0.6, 14: 2.2, 16: 5.2, 18: 17}, 12),
        _road("main", p.main, {10: 0.8, 14: 3.8, 16: 8.4, 18: 24}, 10),
    ]


def _road(kind: str, colour: str, widths: Stops, min_zoom: int, *, dash: Any = None, suffix: str = "") -> Style:
    only = ["==", ["get", "class"], kind]
    return line(f"road-{kind}{suffix}", "roads", colour, widths, filter=only, dash=dash, min_zoom=min_zoom)


def _labels(theme: str) -> list[Style]:
    p = PALETTES[theme]
    return [along("road-name", "road_labels", p.label_far, {14: 11, 16: 12, 18: 14}, p.halo, 14)]


ROADS = Static(
    "roads",
    "ground",
    "line",
    "tile",
    min_zoom=10,
    fields=(
        Field("class", "道路等级", aliases=("等级",), example="street"),
        Field("oneway", "单行", values=_ONE_WAY, example="no"),
        FOOT,
        Field("bicycle", "骑行", example="yes"),
        ACCESS,
    ),
    tilesets=(
        Tileset("roads", "roads", ("class", "highway", "layer", "tunnel"), 10),
        Tileset("road_labels", "roads", ("class",), 13, named_lines),
    ),
    paint=_paint,
    labels=_labels,
    legend=(
        Legend("legend.roads.main", colour="main"),
        Legend("legend.roads.street", colour="street"),
        Legend("legend.roads.path", colour="path"),
    ),
    spoken=True,
)

"""Walls, fences and hedges on the ground: what nobody walks through."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import kind
from layers.palette import PALETTES
from layers.strokes import Style, line
from layers.tileset import Tileset

_KINDS = (("围墙", "wall"), ("围栏", "fence"), ("栅栏", "fence"), ("绿篱", "hedge"), ("挡土墙", "retaining_wall"))


def _paint(theme: str) -> list[Style]:
    return [line("walls", "walls", PALETTES[theme].building_edge, {15: 0.5, 18: 1.6}, min_zoom=15)]


WALLS = Static(
    "walls",
    "ground",
    "line",
    "tile",
    min_zoom=15,
    fields=(kind("wall", *_KINDS),),
    tilesets=(Tileset("walls", "walls", ("kind",), 15),),
    paint=_paint,
    legend=(Legend("legend.walls", colour="building_edge"),),
)

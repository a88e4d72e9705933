"""Grids 网格 with their 15-digit codes (checked whole in layers/gridcode.py)."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.gridcode import PATTERN
from layers.kinds.columns import COMMUNITY, STREET
from layers.palette import PALETTES
from layers.strokes import Style, line
from layers.tileset import Tileset, borders


def _paint(theme: str) -> list[Style]:
    widths = {11: 0.8, 15: 1.4, 18: 2.2}
    return [line("grid-edge", "grid_borders", PALETTES[theme].grid, widths, dash=[3, 2.4], opacity=0.85)]


GRIDS = Static(
    "grids",
    "area",
    "polygon",
    "tile",
    min_zoom=11,
    fields=(
        Field("code", "网格编码", aliases=("网格代码", "DYWGCODE"), pattern=PATTERN, example="140802902003001"),
        Field("households", "户数", "integer", ("总户数", "住户数"), low=0, high=20_000, example="420"),
        COMMUNITY,
        STREET,
    ),
    tilesets=(
        Tileset("grids", "grids", ("code", "community"), 10),
        Tileset("grid_borders", "grids", (), 10, borders),
    ),
    paint=_paint,
    legend=(Legend("legend.grids.border", colour="grid"),),
    spoken=True,
)

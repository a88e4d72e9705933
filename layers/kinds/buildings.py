"""Buildings 楼栋: name, floors, households, and height where it is known."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import COMPOUND
from layers.palette import PALETTES
from layers.strokes import SMALL_FIRST, Style, fade, layer, line, text
from layers.tileset import Tileset, middles

_USES = (("住宅", "residential"), ("办公", "office"), ("商业", "shop"), ("学校", "school"), ("医院", "hospital"))


def _paint(theme: str) -> list[Style]:
    p = PALETTES[theme]
    return [
        layer("building", "buildings", "fill", {"fill-color": p.building, "fill-opacity": fade(13, 14)}),
        line("building-edge", "buildings", p.building_edge, {14: 0.4, 16: 0.9, 18: 1.4}, min_zoom=14),
    ]


def _labels(theme: str) -> list[Style]:
    p, sizes = PALETTES[theme], {15: 10.5, 16: 11.5, 17: 13, 19: 16}
    return [text("building-name", "building_labels", p.label, sizes, p.halo, 15.2, sort=SMALL_FIRST, width=7)]


BUILDINGS = Static(
    "buildings",
    "ground",
    "polygon",
    "tile",
    min_zoom=13,
    fields=(
        COMPOUND,
        Field("compound_id", "小区编号", example="sjlc"),
        Field("use", "用途", aliases=("房屋用途", "building"), values=_USES, example="residential"),
        Field("levels", "层数", "number", ("楼层数", "总层数", "building:levels"), low=0, high=200, example="18"),
        Field("households", "户数", "integer", ("总户数", "住户数"), low=0, high=5_000, example="72"),
        Field("height", "高度", "number", ("楼高",), low=0, high=900, example="54"),
    ),
    tilesets=(
        Tileset("buildings", "buildings", ("id", "use", "levels", "height"), 13),
        Tileset("building_labels", "buildings", ("id", "size"), 15, middles),
    ),
    paint=_paint,
    labels=_labels,
    legend=(Legend("legend.buildings", colour="building_edge"),),
    spoken=True,
)

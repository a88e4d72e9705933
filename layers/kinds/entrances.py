"""Doors of buildings 单元门."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import BUILDING_ID, UNIT
from layers.palette import PALETTES
from layers.strokes import Style, symbol, text
from layers.tileset import Tileset


def _labels(theme: str) -> list[Style]:
    p, sizes = PALETTES[theme], {17.4: 10, 19: 12}
    return [
        symbol("entrance", "entrances", "entrance", 17.4),
        text("entrance-name", "entrances", p.label, sizes, p.halo, 17.4, field=["get", "unit"], offset=[0, 1.3]),
    ]


ENTRANCES = Static(
    "entrances",
    "ground",
    "point",
    "tile",
    min_zoom=17,
    fields=(BUILDING_ID, UNIT),
    tilesets=(Tileset("entrances", "entrances", ("id", "unit"), 15),),
    labels=_labels,
    legend=(Legend("legend.entrances", symbol="entrance"),),
    icon="entrance",
)

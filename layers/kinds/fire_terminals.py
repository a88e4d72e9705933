"""Fire alarm terminals 消防终端: smoke and heat detectors, buttons. Host, zone and point name one."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import BUILDING_ID, FLOOR, PLACE, UNIT
from layers.kinds.fire_hosts import HOST

FIRE_TERMINALS = Static(
    "fire_terminals",
    "asset",
    "point",
    "geojson",
    min_zoom=17,
    fields=(
        HOST,
        Field("zone", "分区", aliases=("区号", "回路", "回路号"), example="10"),
        Field("point", "点位", aliases=("点号", "地址号"), example="2"),
        BUILDING_ID,
        UNIT,
        FLOOR,
        PLACE,
    ),
    legend=(Legend("legend.fire_terminals", symbol="fire-terminal"),),
    spoken=True,
    icon="fire-terminal",
    shown=False,
)

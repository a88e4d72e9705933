"""Households of party members 党员中心户, the fifth level of the tree: personal data, for desks only, not searched."""

from __future__ import annotations

from layers.base import DESKS, Legend, Static
from layers.fields import Field
from layers.gridcode import PATTERN
from layers.kinds.columns import BUILDING_ID, UNIT

PARTY_HOMES = Static(
    "party_homes",
    "area",
    "point",
    "geojson",
    min_zoom=16,
    fields=(
        BUILDING_ID,
        UNIT,
        Field("grid_code", "网格编码", aliases=("网格代码", "所属网格"), pattern=PATTERN, example="140802902003001"),
    ),
    legend=(Legend("legend.party_homes", symbol="party-home"),),
    icon="party-home",
    shown=False,
    roles=DESKS,
)

"""Fire extinguishers 灭火器, and until when each is good."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import BUILDING_ID, FLOOR, PLACE, UNIT, kind

EXTINGUISHERS = Static(
    "extinguishers",
    "asset",
    "point",
    "geojson",
    min_zoom=17,
    fields=(
        kind("powder", ("干粉", "powder"), ("二氧化碳", "co2"), ("水基", "water")),
        BUILDING_ID,
        UNIT,
        FLOOR,
        PLACE,
        Field("good_until", "有效期", "date", ("有效期至", "到期日期"), example="2027-06-30"),
    ),
    legend=(Legend("legend.extinguishers", symbol="extinguisher"),),
    spoken=True,
    icon="extinguisher",
    shown=False,
)

"""Lifts."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import BUILDING_ID, UNIT

LIFTS = Static(
    "lifts",
    "asset",
    "point",
    "geojson",
    min_zoom=16,
    fields=(BUILDING_ID, UNIT),
    legend=(Legend("legend.lifts", symbol="lift"), Legend("legend.lifts.fault", symbol="lift-fault")),
    spoken=True,
    icon="lift",
)

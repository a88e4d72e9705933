"""Hydrants."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import PLACE, kind

HYDRANTS = Static(
    "hydrants",
    "asset",
    "point",
    "geojson",
    min_zoom=15,
    fields=(kind("street"), PLACE),
    legend=(Legend("legend.hydrants", symbol="hydrant"),),
    spoken=True,
    icon="hydrant",
)

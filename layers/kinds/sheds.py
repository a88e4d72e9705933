"""Sheds 车棚 for electric bicycles."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import COMPOUND

SHEDS = Static(
    "sheds",
    "asset",
    "any",
    "geojson",
    min_zoom=15,
    fields=(COMPOUND,),
    legend=(Legend("legend.sheds", symbol="shed"),),
    spoken=True,
    icon="shed",
)

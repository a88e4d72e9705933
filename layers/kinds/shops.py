"""Shops."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import BUILDING_ID, kind

SHOPS = Static(
    "shops",
    "asset",
    "point",
    "geojson",
    min_zoom=16,
    fields=(
        kind("supermarket", ("超市", "supermarket"), ("餐馆", "restaurant"), ("药店", "pharmacy")),
        BUILDING_ID,
        Field("street", "道路", aliases=("路名", "街路"), example="老街"),
    ),
    legend=(Legend("legend.shops", symbol="shop"),),
    spoken=True,
    icon="shop",
    shown=False,
)

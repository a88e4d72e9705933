"""Charging piles 充电桩: twelve sockets for bicycles, or connectors for cars. What each socket does is telemetry."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import COMPOUND, PLACE, kind

_KINDS = (("电动自行车", "ebike"), ("电动车", "ebike"), ("电动汽车", "ev"), ("汽车", "ev"), ("私桩", "private"))
#: The states of standards.md §6b, each with its icon in the sprite.
_STATES = (("idle", "free"), ("charging", "busy"), ("full", "busy"), ("fault", "fault"), ("offline", "fault"))

PILES = Static(
    "piles",
    "asset",
    "point",
    "geojson",
    min_zoom=15,
    fields=(
        Field("shed_id", "车棚编号", aliases=("车棚",), example="shed-dxdb-1"),
        Field("sockets", "插口数", "integer", ("插座数", "端口数", "充电口数"), low=1, high=64, example="12"),
        kind("ebike", *_KINDS, choices=("ebike", "ev", "private")),
        Field("connectors", "充电枪数", "integer", ("枪数", "充电桩数", "charge_count"), low=1, high=999, example=""),
        COMPOUND,
        PLACE,
    ),
    legend=tuple(Legend(f"legend.piles.{state}", symbol=f"pile-{icon}") for state, icon in _STATES),
    spoken=True,
    icon="pile-free",
)

"""Fire alarm hosts 消防主机."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field
from layers.kinds.columns import COMPOUND, PLACE

HOST = Field("host", "主机号", aliases=("主机", "主机编号"), example="889")

FIRE_HOSTS = Static(
    "fire_hosts",
    "asset",
    "point",
    "geojson",
    min_zoom=14,
    fields=(HOST, COMPOUND, PLACE),
    legend=(Legend("legend.fire_hosts", symbol="fire-host"),),
    spoken=True,
    icon="fire-host",
)

"""Administrative areas 区、街道、社区: the upper levels of the tree (layers/areas.py); filled by figures."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.fields import Field

AREAS = Static(
    "areas",
    "area",
    "polygon",
    "geojson",
    min_zoom=9,
    fields=(
        Field("code", "区划代码", aliases=("行政区划代码", "division_code"), example="140802901"),
        Field("level", "级别", aliases=("层级", "level_name", "admin_level"), example="street"),
        Field("parent", "上级", aliases=("上级编码", "parent_id", "parent_osm_id"), example="140802"),
    ),
    legend=(Legend("legend.areas.border", colour="grid"),),
    spoken=True,
    shown=False,
)

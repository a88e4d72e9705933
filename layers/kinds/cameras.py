"""Cameras. Where they look is for desks only (standards.md on privacy); the wall shows the icon, others nothing."""

from __future__ import annotations

from layers.base import DESKS, Legend, Static
from layers.fields import Field
from layers.kinds.columns import COMPOUND, PLACE

CAMERAS = Static(
    "cameras",
    "asset",
    "point",
    "geojson",
    min_zoom=15,
    fields=(
        Field(
            "heading",
            "方位角",
            "number",
            ("朝向", "方向", "direction", "camera:direction"),
            low=0,
            high=360,
            example="204",
        ),
        Field("angle", "视场角", "number", ("视角", "camera:angle"), low=1, high=360, example="92"),
        Field("range_m", "可视距离", "number", ("距离", "range"), low=1, high=500, example="30"),
        Field("analysis", "智能分析", "yes_no", ("是否分析",), example="yes"),
        COMPOUND,
        PLACE,
    ),
    legend=(Legend("legend.cameras", symbol="camera"), Legend("legend.cameras.off", symbol="camera-off")),
    spoken=True,
    icon="camera",
    roles=(*DESKS, "wall"),
    public=("compound",),
)

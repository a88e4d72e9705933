"""What is worked out from other layers and from tickets."""

from __future__ import annotations

from layers.base import DESKS, Derived, Legend

#: Colours of a figure by its size, lowest first (roles of the palette).
RAMP = ("ramp_low", "ramp_some", "ramp_many", "ramp_most")
_RAMP = tuple(Legend(f"legend.ramp.{size}", colour=f"ramp_{size}") for size in ("low", "some", "many", "most"))

ROLLUP = Derived(
    "rollup",
    "/rollup",
    legend=(Legend("legend.rollup.none", colour="ramp_none"), *_RAMP, Legend("legend.rollup.gap", colour="gap")),
    sources=("areas", "grids"),
    roles=(*DESKS, "auditor", "wall"),
)
HEAT = Derived("heat", "/heat", shape="point", legend=_RAMP, roles=(*DESKS, "auditor", "wall"))
CAMERA_VIEWS = Derived(
    "camera_views",
    "/layers/camera_views",
    delivery="geojson",
    min_zoom=15,
    legend=(Legend("legend.camera_views", colour="view"),),
    sources=("cameras", "buildings"),
)
REACH = Derived(
    "reach",
    "/reach",
    legend=tuple(Legend(f"legend.reach.{minutes}", colour=f"reach_{minutes}") for minutes in (5, 10, 15)),
    sources=("roads", "gates", "buildings"),
)
COVERAGE = Derived(
    "coverage",
    "/coverage",
    legend=(Legend("legend.coverage.unreached", colour="unreached"),),
    sources=("roads", "gates", "buildings"),
    roles=(*DESKS, "auditor", "wall"),
)

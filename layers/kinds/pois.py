"""Points of interest, as OpenStreetMap has them."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import OPEN_HOURS, kind
from layers.palette import PALETTES
from layers.strokes import Style, text
from layers.tileset import Tileset, on_their_own

#: Kinds of points whose names are the building's or say nothing.
_SILENT = ("amenity=bicycle_parking", "amenity=parking", "barrier=gate", "barrier=bollard", "barrier=lift_gate")


def _labels(theme: str) -> list[Style]:
    p = PALETTES[theme]
    speaks = ["!", ["in", ["get", "kind"], ["literal", list(_SILENT)]]]
    sizes = {16.6: 10.5, 18: 12}
    return [text("poi-name", "pois", p.label_far, sizes, p.halo, 16.8, filter=speaks, offset=[0, 0.2])]


POIS = Static(
    "pois",
    "ground",
    "point",
    "tile",
    min_zoom=16,
    fields=(kind("amenity=bank"), OPEN_HOURS),
    tilesets=(Tileset("pois", "pois", ("id", "kind"), 15, on_their_own),),
    labels=_labels,
    legend=(Legend("legend.pois", symbol="poi"),),
    spoken=True,
)

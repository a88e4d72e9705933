"""Gates and barriers: where one gets through, on foot or with wheels, and when."""

from __future__ import annotations

from layers.base import Legend, Static
from layers.kinds.columns import ACCESS, COMPOUND, FOOT, OPEN_HOURS, kind
from layers.palette import PALETTES
from layers.strokes import Style, symbol, text
from layers.tileset import Tileset

_KINDS = (("大门", "gate"), ("道闸", "lift_gate"), ("路桩", "bollard"), ("隔离墩", "block"), ("人行门", "swing_gate"))


def _labels(theme: str) -> list[Style]:
    p = PALETTES[theme]
    return [
        symbol("gate", "gates", "gate", 16.5),
        text("gate-name", "gates", p.label, {16: 10.5, 18: 12.5}, p.halo, 16, offset=[0, 1.3]),
    ]


GATES = Static(
    "gates",
    "ground",
    "point",
    "tile",
    min_zoom=16,
    fields=(COMPOUND, kind("gate", *_KINDS), OPEN_HOURS, ACCESS, FOOT),
    tilesets=(Tileset("gates", "gates", ("id", "kind", "access"), 15),),
    labels=_labels,
    legend=(Legend("legend.gates", symbol="gate"),),
    spoken=True,
    icon="gate",
)

"""What comes after the street: the gate's wait, and the stairs or the lift to a flat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dispatch.events import Place
from dispatch.kind import Kind
from dispatch.position import Position

By = Literal["", "stairs", "lift"]


@dataclass(frozen=True, slots=True)
class Approach:
    """``entrance`` is where the walk along the streets ends (None: at the place itself), ``seconds`` come after it.

    ``floors`` are climbed or ridden, negative into a basement; ``by`` is empty where there is nothing to climb.
    ``reasons`` are codes: ``lift_out``, ``stairs_fire``, ``no_lift``, ``gate_closed_until``; their numbers are in
    ``why`` (``until``: local time HH:MM; ``gate``: its name).
    """

    entrance: Position | None = None
    seconds: float = 0.0
    floors: int = 0
    by: By = ""
    reasons: tuple[str, ...] = ()
    why: tuple[tuple[str, str], ...] = ()


#: the approach to a place for a kind (None: any); answers without waiting for a disk or a network
Approaches = Callable[[Place, Kind | None], Approach]

NOTHING = Approach()

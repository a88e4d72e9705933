"""What no plan sends anybody to: places far outside the district. They are named instead."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from console.planner.picture import Picture
from dispatch.matching import Box
from dispatch.matching.far import far_off

Note = dict[str, Any]


def set_apart(shown: Picture, extent: Box | None) -> Picture:
    """Without the tickets far outside the district that nobody was told of."""
    found = [(one, far_off(one.place, extent)) for one in shown.tickets]
    kept = tuple(one for one, far in found if far is None or one.told)
    return replace(shown, tickets=kept, far=tuple((one.number, far[1]["km"]) for one, far in found if far is not None))


def notes_of(shown: Picture) -> list[Note]:
    """The tickets set apart."""
    return [{"code": "place_far_off", "number": number, "km": km} for number, km in shown.far]

"""Why one cannot go somewhere, as codes that screens and callers can tell apart."""

from __future__ import annotations

from dispatch.position import Position
from dispatch.travel import Travel


def no_way(travel: Travel, start: Position, goal: Position, profile: str) -> tuple[str, ...]:
    """Of a way that ``travel`` does not find.

    ``from_off_roads``, ``to_off_roads``: no road within 300 m (``SNAP_M``) · ``on_foot_only``: walkers get there, by
    stairs or a path · ``way_closed``: a gate that is shut now, private ground or a one-way street is between ·
    ``roads_apart``: the roads of the two hang together nowhere."""
    off = [code for code, place in (("from_off_roads", start), ("to_off_roads", goal)) if _is_off(travel, place)]
    if off:
        return tuple(off)
    if profile == "ebike" and travel.path(start, goal, "walk") is not None:
        return ("on_foot_only",)
    if profile != "reference" and travel.path(start, goal, "reference") is not None:
        return ("way_closed",)
    return ("roads_apart",)


def _is_off(travel: Travel, place: Position) -> bool:
    """On no road of any kind: not even the way to itself is found."""
    return travel.path(place, place, "reference") is None

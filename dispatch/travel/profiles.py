"""Who may go along what, and how fast. Tags are those of OpenStreetMap; our own road classes are understood too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Tags = Mapping[str, object]

#: Walking pace of an adult with a bag (1.25 m/s = 4.5 km/h); ebike inside built-up blocks (16 km/h).
WALK_M_S, EBIKE_M_S = 1.25, 4.5
#: Stairs are walked at a little over half the pace; an ebike on a footpath goes at a run.
STEPS_M_S, EBIKE_PATH_M_S = 0.7, 2.5

_YES = {"yes", "designated", "permissive", "permit", "customers", "destination", "official"}
_NO = {"no", "private"}
#: Barriers against cars that feet pass even where ``access=no`` stands on them.
_FEET_PASS = {
    "bollard",
    "lift_gate",
    "swing_gate",
    "cycle_barrier",
    "block",
    "chain",
    "jersey_barrier",
    "rising_bollard",
}
_FEET_PASS |= {"stile", "kissing_gate", "turnstile", "cattle_grid", "kerb", "entrance", "height_restrictor", "planter"}
_WHEELS_STOP = {"stile", "kissing_gate", "turnstile", "cycle_barrier", "full-height_turnstile"}


class Pace(NamedTuple):
    """Metres per second along a way and against it; 0 = not allowed."""

    forward: float
    backward: float


CLOSED = Pace(0.0, 0.0)


def walk(tags: Tags) -> Pace:
    """On foot: one-way streets do not count, private ways do."""
    if not _feet_allowed(tags) or tags.get("highway") == "construction":
        return CLOSED
    pace = STEPS_M_S if _is_steps(tags) else WALK_M_S
    return Pace(pace, 0.0 if tags.get("oneway:foot") == "yes" else pace)


def ebike(tags: Tags) -> Pace:
    """By ebike: no steps, one-way streets count unless they spare bicycles."""
    may = tags.get("bicycle")
    if _is_steps(tags) or may in _NO or tags.get("highway") in ("construction", "corridor", "platform"):
        return CLOSED
    if may not in _YES and not _feet_allowed(tags):
        return CLOSED
    slow = tags.get("class") == "path" and tags.get("highway") != "cycleway" and may not in _YES
    pace = WALK_M_S if may == "dismount" else EBIKE_PATH_M_S if slow else EBIKE_M_S
    oneway = str(tags.get("oneway:bicycle") or tags.get("oneway") or "no")
    return Pace(0.0 if oneway == "-1" else pace, 0.0 if oneway in ("yes", "true", "1") else pace)


def reference(tags: Tags) -> Pace:
    """The undirected walking graph of the reference distances: no steps, gates or hours are regarded."""
    if not _feet_allowed(tags) or tags.get("highway") in ("construction", "platform"):
        return CLOSED
    return Pace(WALK_M_S, WALK_M_S)


PROFILES = {"walk": walk, "ebike": ebike, "reference": reference}


def passes(barrier: Tags, profile: str) -> bool:
    """Whether a gate or barrier lets this profile through, its opening hours left aside."""
    if profile == "reference":
        return True
    kind = str(barrier.get("kind") or "gate")
    may = barrier.get("foot")
    if profile == "ebike":
        if kind in _WHEELS_STOP:
            return False
        may = barrier.get("bicycle") or may
    if may is not None:
        return may not in _NO
    if kind in _FEET_PASS:
        return True
    return barrier.get("access") not in _NO and barrier.get("locked") != "yes"


def _feet_allowed(tags: Tags) -> bool:
    if tags.get("highway") in ("motorway", "trunk") or tags.get("foot") == "no":
        return False
    return not (tags.get("access") in _NO and tags.get("foot") is None)


def _is_steps(tags: Tags) -> bool:
    return tags.get("class") == "steps" or tags.get("highway") == "steps"

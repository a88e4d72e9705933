from __future__ import annotations

import pytest

from dispatch.travel.profiles import (
    CLOSED,
    EBIKE_M_S,
    EBIKE_PATH_M_S,
    STEPS_M_S,
    WALK_M_S,
    ebike,
    passes,
    reference,
    walk,
)


@pytest.mark.parametrize(
    ("tags", "pace"),
    [
        ({"class": "street"}, WALK_M_S),
        ({"class": "steps"}, STEPS_M_S),
        ({"highway": "motorway"}, 0),
        ({"highway": "trunk"}, 0),
        ({"class": "street", "foot": "no"}, 0),
        ({"class": "street", "access": "private"}, 0),
        ({"class": "street", "access": "no", "foot": "yes"}, WALK_M_S),
        ({"class": "street", "access": "permissive"}, WALK_M_S),
        ({"class": "construction", "highway": "construction"}, 0),
    ],
)
def test_on_foot(tags: dict[str, str], pace: float) -> None:
    assert walk(tags).forward == pace


@pytest.mark.parametrize(
    ("tags", "forward", "backward"),
    [
        ({"class": "street"}, EBIKE_M_S, EBIKE_M_S),
        ({"class": "street", "oneway": "yes"}, EBIKE_M_S, 0),
        ({"class": "street", "oneway": "-1"}, 0, EBIKE_M_S),
        ({"class": "street", "oneway": "yes", "oneway:bicycle": "no"}, EBIKE_M_S, EBIKE_M_S),
        ({"class": "path"}, EBIKE_PATH_M_S, EBIKE_PATH_M_S),
        ({"class": "path", "highway": "cycleway"}, EBIKE_M_S, EBIKE_M_S),
        ({"class": "path", "bicycle": "dismount"}, WALK_M_S, WALK_M_S),
        ({"class": "steps"}, 0, 0),
        ({"class": "street", "bicycle": "no"}, 0, 0),
        ({"class": "street", "access": "private"}, 0, 0),
    ],
)
def test_by_ebike(tags: dict[str, str], forward: float, backward: float) -> None:
    assert ebike(tags) == (forward, backward)


def test_the_reference_knows_neither_steps_nor_directions() -> None:
    assert reference({"class": "steps", "oneway": "yes"}) == (WALK_M_S, WALK_M_S)
    assert reference({"class": "street", "access": "no"}) == CLOSED


@pytest.mark.parametrize(
    ("barrier", "feet", "wheels"),
    [
        ({"kind": "gate"}, True, True),
        ({"kind": "gate", "access": "private"}, False, False),
        ({"kind": "gate", "access": "permit"}, True, True),
        ({"kind": "bollard", "access": "no"}, True, True),
        ({"kind": "turnstile"}, True, False),
        ({"kind": "cycle_barrier"}, True, False),
        ({"kind": "gate", "foot": "yes", "bicycle": "no"}, True, False),
        ({"kind": "gate", "locked": "yes"}, False, False),
    ],
)
def test_barriers(barrier: dict[str, str], feet: bool, wheels: bool) -> None:
    assert passes(barrier, "walk") is feet
    assert passes(barrier, "ebike") is wheels
    assert passes(barrier, "reference") is True

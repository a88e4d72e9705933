from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.position import Position
from dispatch.travel import Leg
from dispatch.travel.graph import Barrier, Graph
from dispatch.travel.profiles import STEPS_M_S, WALK_M_S
from dispatch.travel.roads import Roads
from tests.dispatch.travel.cast import at, gate, town, way

DIRECT = at(2).metres_to(at(4))
ROUND = at(2).metres_to(at(5)) + at(5).metres_to(at(6)) + at(6).metres_to(at(4))


def distance(leg: Leg | None) -> float:
    assert leg is not None
    return leg.distance_m


def test_the_way_is_along_the_street() -> None:
    leg = Roads(town()).path(at(1), at(4))
    assert leg is not None
    assert leg.distance_m == pytest.approx(at(1).metres_to(at(4)), abs=0.1)
    assert leg.eta_s == pytest.approx(leg.distance_m / WALK_M_S)
    assert leg.path[0] == at(1)
    assert leg.path[-1] == at(4)


def test_many_to_one_says_the_same_as_each_way_alone() -> None:
    roads = Roads(town())
    starts = [at(1), at(5, 10, 5), at(6), at(4, -20), at(3, 7, 7)]
    together = roads.to(at(2, 3, 3), starts)
    alone = [roads.path(start, at(2, 3, 3)) for start in starts]
    assert [distance(leg) for leg in together] == pytest.approx([distance(leg) for leg in alone])


def test_the_way_to_the_road_and_from_it_counts() -> None:
    leg = Roads(town()).path(at(1, north_m=-30), at(4, north_m=-40))
    assert distance(leg) == pytest.approx(at(1).metres_to(at(4)) + 70, abs=0.5)


def test_places_are_laid_on_the_middle_of_edges_not_on_their_ends() -> None:
    leg = Roads(town()).path(at(1, east_m=40), at(1, east_m=70))
    assert distance(leg) == pytest.approx(30, abs=0.1)


def test_two_places_in_one_yard_go_straight_across() -> None:
    leg = Roads(town()).path(at(1, north_m=-100), at(1, north_m=-100, east_m=20))
    assert distance(leg) == pytest.approx(20, abs=0.1)


@pytest.mark.parametrize(
    "tags",
    [{"access": "private"}, {"access": "no"}, {"foot": "no"}, {"locked": "yes"}, {"access": "permit", "foot": "no"}],
)
def test_a_gate_that_is_shut_to_walkers_is_gone_round(tags: dict[str, str]) -> None:
    roads = Roads(town(gate(**tags)))
    assert distance(roads.path(at(2), at(4))) == pytest.approx(ROUND, abs=0.1)
    assert distance(roads.path(at(2), at(4), "reference")) == pytest.approx(DIRECT, abs=0.1)


@pytest.mark.parametrize(
    "tags",
    [
        {},
        {"access": "permit"},
        {"access": "private", "foot": "yes"},
        {"kind": "bollard", "access": "no"},
        {"kind": "lift_gate"},
    ],
)
def test_a_gate_that_walkers_pass_is_passed(tags: dict[str, str]) -> None:
    assert distance(Roads(town(gate(**tags))).path(at(2), at(4))) == pytest.approx(DIRECT, abs=0.1)


def test_one_may_come_to_a_shut_gate_from_both_sides() -> None:
    roads = Roads(town(gate(access="no")))
    assert distance(roads.path(at(2), at(3, east_m=-10))) == pytest.approx(at(2).metres_to(at(3)) - 10, abs=0.1)
    assert distance(roads.path(at(4), at(3, east_m=10))) == pytest.approx(at(4).metres_to(at(3)) - 10, abs=0.1)


@pytest.mark.parametrize(("hour", "metres"), [(12, DIRECT), (23, ROUND), (2, ROUND)])
def test_a_gate_is_gone_round_out_of_its_hours(hour: int, metres: float) -> None:
    now = datetime(2026, 11, 21, hour - 8 if hour >= 8 else hour + 16, 0, tzinfo=UTC)  # Shanghai is UTC+8
    roads = Roads(town(gate(open_hours="06:00-21:00")), clock=lambda: now)
    assert distance(roads.path(at(2), at(4))) == pytest.approx(metres, abs=0.1)
    assert distance(roads.path(at(2), at(4), "reference")) == pytest.approx(DIRECT, abs=0.1)


def test_a_gate_without_a_node_stands_on_the_nearest_vertex() -> None:
    beside = Barrier(None, (111.00201, 35.00001), {"kind": "gate", "access": "no"})
    assert distance(Roads(town(beside)).path(at(2), at(4))) == pytest.approx(ROUND, abs=0.1)
    far = Barrier(None, (111.00201, 35.0004), {"kind": "gate", "access": "no"})
    assert distance(Roads(town(far)).path(at(2), at(4))) == pytest.approx(DIRECT, abs=0.1)


def test_walkers_may_go_against_a_one_way_street_and_ebikes_may_not() -> None:
    roads = Roads(town(street={"oneway": "yes"}))
    assert distance(roads.path(at(4), at(2))) == pytest.approx(DIRECT, abs=0.1)
    assert distance(roads.path(at(2), at(4), "ebike")) == pytest.approx(DIRECT, abs=0.1)
    assert distance(roads.path(at(4), at(2), "ebike")) == pytest.approx(ROUND, abs=0.1)


def test_backwards_on_the_very_edge_of_a_one_way_street_is_a_long_way() -> None:
    roads = Roads(town(street={"oneway": "yes"}))
    there = distance(roads.path(at(2, east_m=20), at(2, east_m=60), "ebike"))
    back = distance(roads.path(at(2, east_m=60), at(2, east_m=20), "ebike"))
    assert there == pytest.approx(40, abs=0.1)
    assert back == pytest.approx(ROUND + DIRECT - 40, abs=0.5) or back > 300


def test_steps_are_slower_on_foot_and_closed_to_ebikes() -> None:
    roads = Roads(Graph.build([way(1, 2, **{"class": "steps"}), way(2, 3)]))
    leg = roads.path(at(1), at(2))
    assert leg is not None
    assert leg.eta_s == pytest.approx(leg.distance_m / STEPS_M_S, rel=1e-3)
    ebike = roads.path(at(1), at(3), "ebike")
    assert ebike is not None
    assert ebike.distance_m == pytest.approx(at(1).metres_to(at(3)), abs=0.5)  # it is carried to the street


def test_the_quicker_way_wins_though_it_is_longer() -> None:
    short_steps = Graph.build([way(2, 3, 4, **{"class": "steps"}), way(2, 5, 6, 4)])
    leg = Roads(short_steps).path(at(2), at(4))
    direct_s, round_s = DIRECT / STEPS_M_S, ROUND / WALK_M_S
    assert leg is not None
    assert leg.eta_s == pytest.approx(min(direct_s, round_s), rel=1e-3)


def test_farther_than_300_m_from_any_road_there_is_no_way() -> None:
    roads = Roads(town())
    assert roads.path(at(1, north_m=-290), at(4)) is not None
    assert roads.path(at(1, north_m=-310), at(4)) is None
    assert roads.path(at(4), at(1, north_m=-310)) is None
    assert roads.to(at(1, north_m=-310), [at(1), at(2)]) == [None, None]


def test_an_island_is_left_for_the_mainland_when_that_is_near() -> None:
    near = Graph.build([way(1, 2, 3, 4), way(2, 5, 6, 4), way(8, 9, **{"class": "path"})])
    roads = Roads(near)
    assert roads.path(at(8), at(1)) is None  # 180 m from the street
    beside = Graph.build([way(1, 2, 3, 4)])
    assert Roads(beside).path(at(2, north_m=50), at(1)) is not None


def test_beyond_the_limit_there_is_no_leg() -> None:
    roads = Roads(town())
    legs = roads.to(at(1), [at(2), at(4)], limit_m=150)
    assert [leg is not None for leg in legs] == [True, False]


def test_an_empty_network_and_nobody_to_send_are_no_error() -> None:
    assert Roads(Graph.build([])).to(at(1), [at(2)]) == [None]
    assert Roads(town()).to(at(1), []) == []


def test_a_network_comes_back_from_its_file(tmp_path: Path) -> None:
    town(gate(open_hours="06:00-21:00", access="yes")).save(tmp_path / "roads.npz")
    noon = datetime(2026, 11, 21, 4, tzinfo=UTC)
    roads = Roads.load(tmp_path / "roads.npz", clock=lambda: noon)
    assert distance(roads.path(at(2), at(4))) == pytest.approx(DIRECT, abs=0.1)
    assert [p.name for p in tmp_path.iterdir()] == ["roads.npz"]


coordinates = st.builds(Position, lon=st.floats(111.0, 111.003), lat=st.floats(34.9995, 35.0015))


@settings(max_examples=60, deadline=None)
@given(coordinates, coordinates)
def test_on_foot_there_and_back_are_as_long_and_never_shorter_than_the_bird(a: Position, b: Position) -> None:
    roads = Roads(town())
    there, back = roads.path(a, b), roads.path(b, a)
    assert there is not None
    assert distance(back) == pytest.approx(there.distance_m, abs=0.5)
    assert there.distance_m >= a.metres_to(b) - 0.2
    drawn = sum(p.metres_to(q) for p, q in zip(there.path, there.path[1:], strict=False))
    assert drawn == pytest.approx(there.distance_m, abs=0.5)

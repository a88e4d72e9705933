"""How far one gets, against the search that ranks workers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.position import Position
from dispatch.travel.graph import Graph
from dispatch.travel.profiles import WALK_M_S
from dispatch.travel.reach import Laid, Reach
from dispatch.travel.roads import Roads
from tests.dispatch.travel.cast import PLACES, at, gate, town

HOUR = 3600.0
FOOT_ONEWAY: dict[str, Any] = {"oneway:foot": "yes"}


def reach(graph: Graph, start: Position, limit_s: float = HOUR, profile: str = "walk") -> Reach:
    found = Reach.from_place(Roads(graph).net(profile), start, limit_s)
    assert found is not None
    return found


def seconds(found: Reach, *places: Position) -> list[float]:
    lon, lat = np.array([p.lon for p in places]), np.array([p.lat for p in places])
    answer: list[float] = found.to(Laid.on_net(found.net, lon, lat)).tolist()
    return answer


def metres(found: Reach, limit_s: float) -> float:
    """Length of all that is walked, the way to the road left out."""
    scale = np.array([at(1).metres_to(at(2)), at(2).metres_to(at(5))]) * 1000
    lines = shapely.transform(shapely.linestrings(found.walked(limit_s)[:-1]), lambda xy: (xy - PLACES[1]) * scale)
    # on a grid of 1 mm, so that stretches that overlap are one
    return float(shapely.union_all(lines, grid_size=0.001).length)


def test_seconds_along_the_street() -> None:
    found = reach(town(), at(1))
    assert seconds(found, at(4)) == pytest.approx([at(1).metres_to(at(4)) / WALK_M_S], rel=1e-3)


def test_beyond_the_limit_nobody_gets() -> None:
    way = at(1).metres_to(at(2)) / WALK_M_S
    assert seconds(reach(town(), at(1), way + 1), at(2), at(3)) == [pytest.approx(way), np.inf]


def test_a_one_way_path_is_walked_forwards_only() -> None:
    graph = town(gate(access="no"), path=FOOT_ONEWAY)  # 3 is shut, so 4 is reached by 5 and 6, and not left again
    assert seconds(reach(graph, at(2)), at(4))[0] < HOUR
    assert seconds(reach(graph, at(4)), at(2)) == [np.inf]


def test_an_island_is_not_reached() -> None:
    assert seconds(reach(town(), at(1)), at(9)) == [np.inf]


def test_off_the_network_there_is_no_answer() -> None:
    assert Reach.from_place(Roads(town()).net("walk"), at(1, north_m=-400), HOUR) is None
    assert Reach.from_place(Roads(Graph.build([])).net("walk"), at(1), HOUR) is None


def test_a_gate_counts_at_its_hours() -> None:
    noon = datetime(2026, 11, 21, 4, tzinfo=UTC)
    night = datetime(2026, 11, 21, 16, tzinfo=UTC)
    graph = town(gate(open_hours="06:00-21:00"))
    by_day, by_night = (
        Reach.from_place(Roads(graph, clock=lambda now=now: now).net("walk"), at(2), HOUR) for now in (noon, night)
    )
    assert by_day is not None
    assert by_night is not None
    assert seconds(by_day, at(4))[0] + 100 < seconds(by_night, at(4))[0]


places = st.builds(at, st.sampled_from([1, 2, 3, 4, 5, 6, 8]), st.floats(-90, 90), st.floats(-90, 90))
graphs = st.sampled_from(
    [town(), town(gate(access="no")), town(gate(access="no"), path=FOOT_ONEWAY), town(street=FOOT_ONEWAY)]
)


@settings(max_examples=200, deadline=None)
@given(graphs, places, places)
def test_forwards_says_the_same_as_backwards(graph: Graph, start: Position, goal: Position) -> None:
    leg = Roads(graph).to(goal, [start])[0]
    ours = seconds(reach(graph, start), goal)[0]
    assert ours == (pytest.approx(leg.eta_s, abs=0.05) if leg is not None else np.inf)


def test_what_is_walked_ends_where_the_time_does() -> None:
    found = reach(town(), at(2), 60.0)
    # From 2: 75 m west along the street, east along it, and north along the path.
    assert metres(found, 60.0) == pytest.approx(3 * 75, rel=0.01)
    assert metres(found, 20.0) == pytest.approx(3 * 25, rel=0.01)


def test_within_one_edge_both_ways_are_walked() -> None:
    found = reach(town(), at(1, east_m=45), 20.0)
    assert metres(found, 20.0) == pytest.approx(50, rel=0.01)


def test_in_an_hour_the_whole_town_is_walked() -> None:
    streets = [(1, 4), (2, 5), (5, 6), (6, 4)]
    whole = sum(at(a).metres_to(at(b)) for a, b in streets)
    assert metres(reach(town(), at(2)), HOUR) == pytest.approx(whole, rel=1e-3)


@settings(max_examples=60, deadline=None)
@given(graphs, places, st.floats(5, 600))
def test_more_time_never_reaches_less(graph: Graph, start: Position, limit_s: float) -> None:
    found = Reach.from_place(Roads(graph).net("walk"), start, HOUR)
    if found is not None:
        assert metres(found, limit_s) <= metres(found, limit_s * 1.3) + 0.01

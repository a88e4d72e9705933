"""Walls, fences and hedges on the map: on which side of them a place is laid."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dispatch.position import Position
from dispatch.travel.coverage import Coverage, Start
from dispatch.travel.graph import Barrier, Graph, Way
from dispatch.travel.reach import Laid, Reach
from dispatch.travel.roads import Roads
from dispatch.travel.walls import DOUBT_M

#: Metres east and north of here, as degrees.
LON, LAT, EAST, NORTH = 111.0, 35.0, 1 / 91_085, 1 / 111_195
Points = list[tuple[float, float]]

#: A street along y = 0 and a path along y = 60 that meets it at x = 300 through a gate in the wall along y = 10.
STREET: Points = [(-300, 0), (0, 0), (300, 0), (300, 10), (300, 60)]
YARD: Points = [(-80, 60), (100, 60), (300, 60)]
WALL: Points = [(-400, 10), (300, 10), (400, 10)]


def at(x: float, y: float) -> Position:
    return Position(LON + x * EAST, LAT + y * NORTH)


def graph(*roads: Points, walls: tuple[Points, ...] = (WALL,), barriers: tuple[Barrier, ...] = ()) -> Graph:
    """A place is one node wherever it is named."""
    ways = [Way(one, [(at(*p).lon, at(*p).lat) for p in one], {"class": "path"}) for one in roads]
    segments = [[at(*a).lon, at(*a).lat, at(*b).lon, at(*b).lat] for one in walls for a, b in pairwise(one)]
    return Graph.build(ways, barriers, walls=np.array(segments).reshape(-1, 4))


def test_a_house_behind_a_wall_is_reached_through_its_gate() -> None:
    roads = Roads(graph(STREET, YARD))
    leg = roads.path(at(-50, 0), at(-50, 25))
    assert leg is not None
    assert leg.distance_m == pytest.approx(350 + 60 + 350 + 35, abs=2)
    assert not leg.over_wall
    assert [round((p.lat - LAT) / NORTH) for p in leg.path][-2:] == [60, 25]


def test_the_reference_knows_no_walls() -> None:
    leg = Roads(graph(STREET, YARD)).path(at(-50, 0), at(-50, 25), "reference")
    assert leg is not None
    assert leg.distance_m == pytest.approx(25, abs=1)


def test_without_a_road_on_its_side_a_house_is_still_reached_and_that_is_said() -> None:
    roads = Roads(graph(STREET))
    leg = roads.path(at(-50, 0), at(-50, 25))
    assert leg is not None
    assert leg.distance_m == pytest.approx(25, abs=1)
    assert leg.over_wall
    assert [one and one.over_wall for one in roads.to(at(-50, 25), [at(50, 0)])] == [True]
    assert [one and one.over_wall for one in roads.to(at(50, 0), [at(-50, 0)])] == [False]


def test_nobody_is_laid_on_an_island_because_of_a_wall() -> None:
    leg = Roads(graph(STREET, [(-60, 30), (-40, 30)])).path(at(50, 0), at(-50, 25))
    assert leg is not None
    assert leg.over_wall


def test_beside_a_wall_the_side_of_a_fix_is_not_known_but_that_of_a_door_is() -> None:
    roads = Roads(graph(STREET, YARD))
    beside = 10 + DOUBT_M - 2
    to_door, from_fix = roads.path(at(-50, 0), at(-50, beside)), roads.path(at(-50, beside), at(-90, 0))
    assert to_door is not None
    assert from_fix is not None
    assert to_door.distance_m > 700
    assert from_fix.distance_m == pytest.approx(40 + beside, abs=1)


def test_a_hedge_hides_a_stretch_of_a_path_not_all_of_it() -> None:
    straight = [(-300.0, 0.0), (300.0, 0.0)]
    leg = Roads(graph(straight, [(-300, 0), (-300, 100), (300, 100)], walls=([(-8, 6), (8, 6)],))).path(
        at(-100, 0), at(0, 20)
    )
    assert leg is not None
    assert leg.distance_m == pytest.approx(75 + np.hypot(25, 20), abs=1)


@pytest.mark.parametrize(("y", "far"), [(25, False), (-25, True)])
def test_at_a_locked_gate_a_place_is_on_its_own_side(y: float, far: bool) -> None:
    """A path through a locked gate in a wall: its end is as near from both sides."""
    through: Points = [(0, -60), (0, 10), (0, 60)]
    around: Points = [(0, 60), (500, 60), (500, -60), (0, -60)]
    locked = Barrier((0, 10), (at(0, 10).lon, at(0, 10).lat), {"kind": "gate", "access": "no"})
    roads = Roads(graph(through, around, walls=([(-200, 10), (0, 10), (200, 10)],), barriers=(locked,)))
    leg = roads.path(at(0, y), at(0, 50))
    assert leg is not None
    assert (leg.distance_m > 900) == far


def test_reach_and_coverage_do_not_go_over_a_wall_either() -> None:
    net = Roads(graph(STREET, YARD)).net("walk")
    start, house = at(-50, 3), at(-50, 25)
    doors = Laid.on_net(net, np.array([house.lon]), np.array([house.lat]))
    reach = Reach.from_place(net, start, 3_600)
    assert reach is not None
    assert reach.to(doors)[0] == pytest.approx((350 + 60 + 350 + 35 + 3) / 1.25, abs=3)
    coverage = Coverage(net, doors, np.zeros(1, dtype=np.int64), 1, 300)
    coverage.update({"w": Start(start)})
    assert list(coverage.unreached()) == [0]


def test_a_way_that_crosses_a_wall_without_a_gate_is_its_passage() -> None:
    leg = Roads(graph([(0, -50), (0, 50)], walls=([(-100, 0), (100, 0)],))).path(at(0, -40), at(0, 40))
    assert leg is not None
    assert leg.distance_m == pytest.approx(80, abs=0.5)
    assert not leg.over_wall


def test_walls_are_kept_in_the_file_and_an_older_file_has_outlines_only(tmp_path: Path) -> None:
    whole = graph(STREET, YARD)
    file = tmp_path / "roads.npz"
    whole.save(file)
    assert Graph.load(file).walls_mapped.all()
    arrays = dict(np.load(file))
    del arrays["walls_mapped"]
    np.savez(file, **arrays)
    leg = Roads.load(file).path(at(-50, 0), at(-50, 25))
    assert leg is not None
    assert leg.distance_m > 700

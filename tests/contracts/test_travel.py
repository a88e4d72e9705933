"""What every Travel promises: our own roads, the straight line, and the routing servers before them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from dispatch.position import Position
from dispatch.travel import Travel
from dispatch.travel.crow_flies import CrowFlies
from dispatch.travel.remote import RemoteTravel, router
from dispatch.travel.roads import Roads
from tests.dispatch.travel.cast import at, town
from tests.support.router_server import serving

HERE = [at(1), at(5, 10, 5), at(6), at(4, -20), at(3, 7, 7)]
THERE = [at(2), at(6, 3, 3), at(4)]


@pytest.fixture(params=["roads", "crow_flies", "osrm", "valhalla", "osrm away", "valhalla away"])
def travel(request: pytest.FixtureRequest) -> Iterator[Travel]:
    name, _, away = request.param.partition(" ")
    if name in ("roads", "crow_flies"):
        yield Roads(town()) if name == "roads" else CrowFlies()
        return
    with serving(Roads(town())) as server:
        server.broken = (503, b"") if away else None
        yield RemoteTravel(router(f"{name}+{server.url}"), Roads(town()))


def test_many_to_one_is_a_column_of_many_to_many(travel: Travel) -> None:
    table = travel.matrix(THERE, HERE)
    assert table.seconds.shape == table.metres.shape == (len(HERE), len(THERE))
    for column, goal in enumerate(THERE):
        legs = travel.to(goal, HERE)
        assert [leg.eta_s for leg in legs if leg] == pytest.approx(table.seconds[:, column].tolist(), abs=0.1)
        assert [leg.distance_m for leg in legs if leg] == pytest.approx(table.metres[:, column].tolist(), abs=0.1)


def test_the_line_is_as_long_as_it_says_and_runs_from_start_to_goal(travel: Travel) -> None:
    leg = travel.path(HERE[1], THERE[2])
    assert leg is not None
    assert (leg.path[0], leg.path[-1]) == (HERE[1], THERE[2])
    assert sum(map(Position.metres_to, leg.path, leg.path[1:])) == pytest.approx(leg.distance_m, abs=0.5)
    (alone,) = travel.to(THERE[2], [HERE[1]])
    assert alone is not None
    assert alone.distance_m == pytest.approx(leg.distance_m, abs=0.1)


def test_nobody_is_nearer_than_the_bird_and_no_way_round_is_shorter(travel: Travel) -> None:
    places = [*HERE, *THERE]
    seconds = travel.matrix(places, places).seconds
    for i, start in enumerate(places):
        for j, goal in enumerate(places):
            metres = travel.matrix([goal], [start]).metres[0, 0]
            assert metres >= start.metres_to(goal) - 0.5
            assert (seconds[i] + seconds[:, j] >= seconds[i, j] - 0.5).all()


def test_beyond_the_limit_there_is_no_way(travel: Travel) -> None:
    near, far = travel.to(at(1), [at(2), at(4)], limit_m=150)
    assert near is not None
    assert far is None
    assert np.isinf(travel.matrix([at(1)], [at(2), at(4)], limit_m=150).seconds[1, 0])


def test_nobody_to_send_and_nowhere_to_go_are_no_error(travel: Travel) -> None:
    assert travel.to(at(1), []) == []
    assert travel.matrix([], HERE).seconds.shape == (len(HERE), 0)
    assert travel.matrix(THERE, []).seconds.shape == (0, len(THERE))


def test_profiles_are_named_alike(travel: Travel) -> None:
    for profile in ("walk", "ebike", "reference"):
        leg = travel.path(at(1), at(4), profile)
        assert leg is not None
        assert leg.eta_s > 0
        (same,) = travel.to(at(4), [at(1)], profile=profile)
        assert same is not None
        assert same.eta_s == pytest.approx(leg.eta_s, abs=0.1)


def test_who_answered_is_named(travel: Travel, request: pytest.FixtureRequest) -> None:
    travel.to(THERE[0], HERE)
    asked, _, away = request.node.callspec.params["travel"].partition(" ")
    assert travel.name == ("roads" if away else asked)

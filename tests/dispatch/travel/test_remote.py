"""A routing server that is away, slow, or says nonsense costs no dispatch."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from dispatch.position import Position
from dispatch.travel.remote import RemoteTravel, router
from dispatch.travel.roads import Roads
from dispatch.travel.valhalla import decoded
from tests.dispatch.travel.cast import at, town
from tests.support.router_server import RouterServer, encoded, serving


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def server() -> Iterator[RouterServer]:
    with serving(Roads(town())) as made:
        yield made


@pytest.fixture(params=["osrm", "valhalla"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize(
    "answer",
    [
        (200, b"<html>sign in</html>"),
        (200, b"[]"),
        (200, b'{"code": "Ok"}'),
        (200, b'{"code": "Ok", "durations": [[1, 2, 3]], "distances": [[1]]}'),
        (200, b'{"code": "Ok", "durations": [["far"]], "distances": [[1]]}'),
        (200, b'{"code": "Ok", "durations": [[-5]], "distances": [[1]]}'),
        (200, b'{"sources_to_targets": [[{"time": NaN, "distance": 1}]]}'),
        (200, b'{"sources_to_targets": [[7]]}'),
        (400, b'{"code": "TooBig"}'),
        (400, b'{"error_code": 150, "error": "Exceeded max locations"}'),
        (500, b"oops"),
    ],
)
def test_nonsense_is_never_an_answer(server: RouterServer, kind: str, answer: tuple[int, bytes]) -> None:
    travel, own = RemoteTravel(router(f"{kind}+{server.url}"), Roads(town())), Roads(town())
    server.broken = answer
    assert travel.to(at(4), [at(1)]) == own.to(at(4), [at(1)])
    assert travel.path(at(1), at(4)) == own.path(at(1), at(4))
    assert travel.name == "roads"


def test_a_server_that_fails_is_left_alone_for_a_while(server: RouterServer, kind: str) -> None:
    clock = Clock()
    travel = RemoteTravel(router(f"{kind}+{server.url}"), Roads(town()), clock)
    server.broken = (503, b"")
    for _ in range(5):
        travel.to(at(4), [at(1)])
    assert server.asked == 2
    server.broken, clock.now = None, 31.0
    travel.to(at(4), [at(1)])
    assert travel.name == kind


def test_nobody_listening_is_no_error(kind: str) -> None:
    travel = RemoteTravel(router(f"{kind}+http://127.0.0.1:9"), Roads(town()))
    assert travel.to(at(4), [at(1)])[0] is not None
    assert travel.name == "roads"


def test_no_way_is_an_answer_and_no_failure(server: RouterServer, kind: str) -> None:
    travel = RemoteTravel(router(f"{kind}+{server.url}"), Roads(town()))
    assert travel.path(at(8), at(1)) is None
    assert travel.to(at(1), [at(8)]) == [None]
    assert travel.name == kind


def test_one_place_on_no_road_is_out_of_reach_and_the_others_are_not(server: RouterServer, kind: str) -> None:
    """OSRM lays it on a road 150 km off; Valhalla refuses the whole table."""
    travel, own, off = RemoteTravel(router(f"{kind}+{server.url}"), Roads(town())), Roads(town()), Position(112.5, 36.0)
    found = travel.to(at(4), [at(1), off, at(2)])
    assert [leg is None for leg in found] == [False, True, False]
    assert [leg.distance_m for leg in found if leg] == pytest.approx(
        [leg.distance_m for leg in own.to(at(4), [at(1), at(2)]) if leg], abs=0.3
    )
    assert travel.to(off, [at(1), at(2)]) == [None, None]
    assert travel.path(off, at(2)) is None
    assert travel.name == kind


def test_what_a_server_cannot_say_is_asked_of_our_roads_and_it_is_not_left_alone(server: RouterServer) -> None:
    travel = RemoteTravel(router(f"valhalla+{server.url}"), Roads(town()))
    for _ in range(3):
        server.broken = (400, b'{"error_code": 170, "error": "Locations are in unconnected regions"}')
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "dispatch.travel.valhalla.Valhalla._on_roads", lambda _, places, profile: [True] * len(places)
            )
            assert travel.to(at(4), [at(1), at(2)])[0] is not None
        assert travel.name == "roads"
    server.broken = None
    travel.to(at(4), [at(1)])
    assert travel.name == "valhalla"


def test_many_places_are_asked_for_in_parts(server: RouterServer, kind: str) -> None:
    travel, own = RemoteTravel(router(f"{kind}+{server.url}"), Roads(town())), Roads(town())
    starts = [at(1, east_m=n / 2) for n in range(170)]
    goals = [at(4), at(5)] * 21
    assert travel.matrix(goals, starts).seconds == pytest.approx(own.matrix(goals, starts).seconds, abs=0.3)
    assert travel.name == kind


def test_a_polyline_comes_back_and_a_cut_one_is_refused() -> None:
    line = (at(1), at(5), at(6), at(4))
    assert [p.metres_to(q) < 0.2 for p, q in zip(decoded(encoded(line)), line, strict=True)] == [True] * 4
    with pytest.raises(ValueError, match="cut off"):
        decoded(encoded(line)[:-1])


def test_an_unknown_router_is_named() -> None:
    with pytest.raises(ValueError, match="graphhopper"):
        router("graphhopper+http://x")

"""Who could go, worked out before the lock."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from console.ranking import Ranker
from dispatch.events import Place
from dispatch.position import Position
from dispatch.travel import Matrix
from dispatch.travel.crow_flies import CrowFlies
from tests.support.web import HERE, Console, make_console

WHERE = Place(lon=HERE.lon, lat=HERE.lat)


@pytest.fixture
def console(tmp_path: Path) -> Console:
    made = make_console(tmp_path)
    for worker_id, metres in (("far", 900), ("near", 50), ("middle", 300)):
        made.worker(worker_id, metres)
    return made


class BrokenRoads(CrowFlies):
    """A network file that was cut in half."""

    def matrix(
        self,
        goals: Sequence[Position],
        starts: Sequence[Position],
        *,
        limit_m: float | None = None,
        profile: str = "walk",
    ) -> Matrix:
        raise OSError("truncated")


def test_the_nearest_come_first_with_their_walks(console: Console):
    ranked = console.services.ranker(console.services.board, WHERE, "smoke")
    assert [row.worker_id for row in ranked] == ["near", "middle", "far"]
    assert [bool(row.path) for row in ranked] == [True, True, False]


def test_the_walk_of_the_one_who_is_sent_is_drawn(console: Console):
    ranked = console.services.ranker(console.services.board, WHERE, "smoke", draw="far")
    assert ranked[2].path


def test_a_ticket_without_a_place_ranks_everybody(console: Console):
    ranked = console.services.ranker(console.services.board, Place(), "smoke")
    assert {row.worker_id for row in ranked} == {"near", "middle", "far"}
    assert all(row.eta_s is None for row in ranked)


def test_broken_roads_cost_no_dispatch(console: Console, caplog: pytest.LogCaptureFixture):
    services = console.services
    ranked = Ranker(services.positions.all, BrokenRoads(), services.clock)(services.board, WHERE, "smoke")
    assert len(ranked) == 3
    assert "going on without" in caplog.text

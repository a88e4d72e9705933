"""``shaodao scenario FILE`` into any home."""

from __future__ import annotations

from pathlib import Path

import pytest

from console import scenario
from console.settings import Settings
from tests.console.simulation.conftest import Town


def test_workers_are_placed_in_the_grids_of_a_home_that_has_none(town: Town) -> None:
    from dispatch.commands import RemoveWorker
    from tests.support.web import ADMIN

    for n in (1, 2, 3):
        town.say(ADMIN, RemoveWorker(worker_id=f"s{n}"))
    assert scenario.place_workers(town.services) == 40
    town.play()
    town.pass_(3)
    simulated = [worker for worker in town.board.workers.values() if worker.simulated]
    assert {worker.grid_code for worker in simulated} == {"g1"}
    assert all(not town.services.gazetteer.locate(fix.position).outside_district
               for fix in town.services.positions.all().values())  # fmt: skip


def test_a_home_with_simulated_workers_gets_no_more(town: Town) -> None:
    assert scenario.place_workers(town.services) == 0


def test_a_speed_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="speed"):
        scenario.play(Settings(home=tmp_path), tmp_path / "x.jsonl", speed=0)

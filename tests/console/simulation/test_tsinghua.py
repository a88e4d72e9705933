"""The same machinery on a map that nobody here drew."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from console import scenario, seed
from console.simulation.script import read
from dispatch.commands import RemoveWorker
from dispatch.travel.current import CurrentTravel
from layers import importing
from layers.grids import cut
from tests.console.simulation.conftest import Town
from tests.support.real_data import real_data
from tests.support.web import ADMIN

BUSY_DAY = Path(__file__).parents[3] / "data" / "scenarios" / "busy_day.jsonl"


@pytest.mark.real_data
@pytest.mark.slow
def test_a_busy_day_is_played_on_the_tsinghua_extract(tmp_path: Path) -> None:
    file = real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf")
    town = Town(tmp_path)
    for layer in ("piles", "cameras"):
        town.services.layers.drop(layer)
    importing.run("osm", file, tmp_path)
    cut(tmp_path)
    town.services.travel = CurrentTravel(tmp_path / "roads.npz")
    seed.kinds(town.services.log, town.services.board.kinds)
    for n in (1, 2, 3):
        town.say(ADMIN, RemoveWorker(worker_id=f"s{n}"))
    assert scenario.place_workers(town.services) == 40
    town.play(*read(BUSY_DAY), begin_s=9 * 3600 + 51 * 60, speed=6.0)
    town.pass_(150)
    tickets = list(town.board.tickets.values())
    assert len(tickets) >= 12
    assert all(ticket.where.place and not ticket.where.outside_district for ticket in tickets)
    assert all(ticket.where.grid_code for ticket in tickets)
    assert any(ticket.arrived_at for ticket in tickets)
    fixes = town.services.positions.all().values()
    assert len(fixes) > 20
    assert all(town.now - fix.at < timedelta(minutes=5) for fix in fixes)
    town.services.dispatcher.close()

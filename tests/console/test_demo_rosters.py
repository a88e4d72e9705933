"""The demo's roster, at whatever hour the demo is started."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console import demo, demo_rosters
from console.access.demo import WORKERS as PHONES
from dispatch.actor import SYSTEM, Actor
from dispatch.adapters.memory_log import MemoryLog
from dispatch.board import Board
from dispatch.commands import Command, SetRoster, SignOn
from dispatch.dispatcher import Dispatcher, Request
from dispatch.roster import EVERY_DAY, LOCAL, Shifts

MIDNIGHT = datetime(2026, 11, 22, tzinfo=LOCAL)
#: on duty in the scenario's day, by the register: 31 of the 40 and those of the firms
ENOUGH = 15


class District:
    """The demo's people, all simulated ones on duty since before ``now``; ``start`` seeds as a start does."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._log = MemoryLog("140802")
        self._dispatcher = Dispatcher(self._log, clock=lambda: self.now)
        self.board = Board("140802")
        self.send(demo.registrations())
        for worker in list(self.board.workers.values()):
            if worker.simulated:
                self.send([SignOn()], Actor("worker", worker.id))

    def send(self, commands: list[Command], actor: Actor = SYSTEM) -> int:
        for command in commands:
            self._dispatcher.submit(Request(actor, f"{self._log.head().seq}-{command}"[:60], command))
        self.board.apply_all(self._log.read(self.board.seq))
        return len(commands)

    def start(self) -> int:
        count = self.send(demo_rosters.regular(self.board, demo.WORKERS))
        return count + self.send(demo_rosters.changed(self.board, self.now))

    def left_h(self, after: timedelta = timedelta()) -> dict[str, float]:
        """Hours until the end of the shift that counts, for everybody."""
        shifts = Shifts(self.board, self.now + after)
        return {id: shifts.left_s(id) / 3600 for id in self.board.workers}


@pytest.fixture(scope="module", params=range(0, 24 * 60, 95), ids=lambda minute: f"{minute // 60:02}:{minute % 60:02}")
def started(request: pytest.FixtureRequest) -> District:
    made = District(MIDNIGHT + timedelta(minutes=request.param, seconds=17))
    made.start()
    return made


def test_nobody_is_passed_over_for_the_end_of_a_shift_in_the_first_hours(started: District) -> None:
    assert min(started.left_h().values()) >= 6
    assert min(started.left_h(timedelta(hours=5)).values()) >= 1


def test_shifts_never_end_all_at_once_on_the_first_day(started: District) -> None:
    """Each hour somebody may go, and at least ``ENOUGH`` of the grid workers stay for two more; whoever's shift is
    over is relieved (tests/console/simulation)."""
    grid = [id for id, worker in started.board.workers.items() if worker.role == "grid_worker" and worker.simulated]
    for hours in range(24):
        left = started.left_h(timedelta(hours=hours))
        assert sum(left[id] < 0 or left[id] > 2 for id in grid) >= ENOUGH, hours


def test_the_phones_of_the_demo_and_the_firms_have_no_end(started: District) -> None:
    free = {id for id, left in started.left_h().items() if left == float("inf")}
    assert set(PHONES) <= free
    assert {id for id, worker in started.board.workers.items() if worker.role != "grid_worker"} <= free


def test_every_grid_worker_has_a_line_for_every_day(started: District) -> None:
    assert len(started.board.rosters) == 40
    assert all(EVERY_DAY in roster.days for roster in started.board.rosters.values())


def test_a_second_start_an_hour_later_changes_next_to_nothing_and_a_day_set_by_hand_stays() -> None:
    district = District(datetime(2026, 11, 22, 15, 20, tzinfo=LOCAL))
    assert district.start() > 40
    district.send([SetRoster(worker_id="w01", days={"2026-11-22": (("15:00", "17:00"),)})])
    district.now += timedelta(minutes=20)
    assert district.start() == 0
    assert district.left_h()["w01"] < 2


def test_last_nights_shift_no_longer_counts_where_the_day_begins_with_another() -> None:
    district = District(datetime(2026, 11, 22, 6, 30, tzinfo=LOCAL).astimezone(UTC))
    district.start()
    nights = [id for id, roster in district.board.rosters.items() if roster.days[EVERY_DAY] == (("22:00", "08:00"),)]
    assert len(nights) == 3
    assert all(district.left_h()[id] > 6 for id in nights)

"""The engine's rounds over a real log: deadlines, offers, history; and what a paused one may not do."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from console.engine import LEASE_S, Engine
from dispatch import commands as c
from dispatch.errors import LogUnavailable
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker


class Room:
    """A district with an engine whose clock is moved by hand."""

    def __init__(self, **more) -> None:
        self.district = District(**more)
        self.history = SimpleNamespace(caught=[], catch_up=lambda log: self.history.caught.append(log.head().seq))
        self.services = SimpleNamespace(
            log=self.district.desk.log,
            dispatcher=self.district.desk,
            history=self.history,
            ranker=lambda board, where, kind, **_: self.district.ranking(),
        )
        self.engine = Engine(self.services)

    def pass_time(self, **passed) -> None:
        self.district.now += timedelta(**passed)
        self.engine.step(self.district.now)


@pytest.fixture
def room():
    made = Room()
    yield made
    made.district.desk.close()


def test_an_offer_that_is_not_answered_goes_to_the_next_and_the_next(room):
    ticket = room.district.sent(kind="charger_overheat")
    room.pass_time(seconds=1)
    assert room.district.stages(ticket) == {"w1": "offered"}
    room.pass_time(seconds=45)
    assert room.district.stages(ticket) == {"w2": "offered"}
    room.pass_time(seconds=45)
    assert room.district.stages(ticket) == {"w3": "offered"}


def test_a_ticket_nobody_ranked_is_found_a_worker_at_the_next_round(room):
    leak, fire = room.district.ticket("water_leak").id, room.district.ticket("smoke").id
    room.pass_time(seconds=1)
    assert room.district.stages(fire) == {}  # automatic dispatch is off
    room.district.say(ADMIN, c.SetPolicy(auto_dispatch=True))
    room.pass_time(seconds=1)
    assert room.district.stages(leak) == {}  # not an automatic kind
    assert set(room.district.stages(fire)) == {"w1", "w2"}


def test_a_second_round_at_the_same_moment_changes_nothing(room):
    room.district.sent(kind="charger_overheat")
    room.pass_time(seconds=46)
    seq = room.district.board.seq
    room.engine.step(room.district.now)
    assert room.district.board.seq == seq


def test_history_follows_the_log(room):
    room.district.ticket()
    room.pass_time(seconds=1)
    assert room.history.caught[-1] == room.district.board.seq


def test_while_another_engine_holds_the_lease_this_one_rests(room):
    other = Engine(room.services)
    other.holder = "elsewhere:1"
    assert other.step(room.district.now)
    assert not room.engine.step(room.district.now)
    room.district.now += timedelta(seconds=LEASE_S + 1)
    assert room.engine.step(room.district.now)


def test_an_engine_that_was_paused_past_its_lease_is_fenced(room):
    ticket = room.district.sent(kind="charger_overheat")
    room.pass_time(seconds=1)
    room.district.now += timedelta(seconds=60)
    other = Engine(room.services)
    other.holder = "elsewhere:1"
    other.services = SimpleNamespace(**{**vars(room.services), "ranker": lambda *_, **__: ()})
    assert other.services.log.take_lease(other.holder, LEASE_S, room.district.now)
    before = room.district.board.seq
    room.engine._renewed = room.district.now.timestamp()  # it slept through its renewal and does not know
    room.engine.step(room.district.now)
    assert room.district.board.seq == before
    assert room.district.stages(ticket) == {"w1": "offered"}
    assert room.engine.lease is None


def test_one_failing_part_does_not_stop_the_clock(room):
    def broken(now) -> None:
        raise RuntimeError("the simulator fell over")

    room.engine.clockworks = (SimpleNamespace(step=broken),)
    ticket = room.district.sent(kind="charger_overheat")
    room.pass_time(seconds=46)
    assert "w1" not in room.district.stages(ticket)


def test_a_log_that_is_away_is_waited_for(room):
    def away() -> None:
        raise LogUnavailable("no space left")

    rounds = []

    class Stop:
        def wait(self, seconds: float) -> bool:
            rounds.append(seconds)
            return len(rounds) > 2

    room.engine._catch_up = away
    room.engine.run(Stop(), lambda: room.district.now)
    assert len(rounds) == 3


def test_a_recall_nobody_confirms_ends_after_a_minute(room):
    ticket = room.district.sent(upto="en_route")
    room.district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id="w1"))
    room.pass_time(seconds=61)
    assert room.district.refusal(worker(1), c.ArriveOnScene(ticket_id=ticket)) == "offer_expired"

"""snapshot(n) + deltas(n…m) == snapshot(m), for every view, whatever happens and whatever is missed."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.live.changes import Gone
from console.live.feed import Feed
from dispatch import commands as c
from dispatch.board import Board
from dispatch.errors import Refused
from tests.console.live.client_model import Screen, shown
from tests.dispatch.cast import DISPATCHER, District, worker
from tests.dispatch.test_fold import something

VIEWS = ("desk", "wall", "worker:w1", "worker:w2")


def feed_of(district: District, **more: int) -> Feed:
    feed = Feed(Board("140802"), "epoch-1", **more)
    follow(feed, district)
    feed.settle()
    return feed


def follow(feed: Feed, district: District) -> None:
    feed.apply(district.desk.log.read(feed.board.seq))


def rename(district: District, name: str) -> None:
    with contextlib.suppress(Refused):
        district.say(DISPATCHER, c.RegisterWorker(worker_id="w1", name=name))


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_what_screens_were_told_adds_up_to_what_is(data: st.DataObject) -> None:
    district = District(auto=data.draw(st.booleans()))
    feed = feed_of(district)
    screens = [Screen(feed, view) for view in VIEWS]
    deaf: set[str] = set()
    for _ in range(data.draw(st.integers(1, 20))):
        something(data.draw, district)
        if data.draw(st.integers(0, 5)) == 0:
            rename(district, data.draw(st.sampled_from(["王", "李"])))
        follow(feed, district)
        deaf = data.draw(st.sets(st.sampled_from(VIEWS)))
        if data.draw(st.booleans()):
            away = data.draw(st.sets(st.sampled_from(VIEWS)))
            for view, delta in feed.frames(lambda room, gone=away: room not in gone):
                for screen in screens:
                    if screen.view == view and view not in deaf:
                        screen.hear(delta)
    feed.frames(lambda room: False)
    for screen in screens:
        screen.hear_heartbeat()
        assert screen.rows == shown(feed, screen.view), screen.view


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_a_delta_from_any_point_leads_to_now(data: st.DataObject) -> None:
    district = District(auto=True)
    feed = feed_of(district)
    old = [(Screen(feed, view)) for view in VIEWS]
    for _ in range(data.draw(st.integers(1, 20))):
        something(data.draw, district)
        follow(feed, district)
        if data.draw(st.booleans()):
            old += [Screen(feed, view) for view in VIEWS]
    for screen in old:
        screen.catch_up()
        assert screen.rows == shown(feed, screen.view), screen.view


def test_a_room_hears_nothing_of_what_it_may_not_see() -> None:
    district = District()
    feed = feed_of(district)
    district.alert("smoke", "a")
    follow(feed, district)
    assert {view for view, _ in feed.frames()} == {"desk", "wall"}


def test_deltas_of_one_room_chain_and_others_do_not_break_the_chain() -> None:
    district = District()
    feed = feed_of(district)
    ends = {"desk": feed.board.seq}
    for device in "abc":
        district.alert("smoke", device)
        follow(feed, district)
        for view, delta in feed.frames():
            if view == "desk":
                assert delta["from"] == ends[view]
                ends[view] = delta["to"]
                assert feed.room_seq(view) == delta["to"]
    assert feed.is_told


def test_a_ticket_that_leaves_a_workers_sight_is_removed_even_while_the_phone_sleeps() -> None:
    district = District()
    district.alert("smoke", "a")
    ticket = next(iter(district.board.tickets))
    district.say(worker(1), c.SignOn())
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1"))
    feed = feed_of(district)
    cursor = feed.board.seq
    district.say(worker(1), c.DeclineAssignment(ticket_id=ticket, reason="x"))
    follow(feed, district)
    feed.frames(lambda room: False)
    delta = feed.deltas("worker:w1", "epoch-1", cursor)
    assert ticket in delta["tickets"]["remove"]
    assert feed.deltas("worker:w2", "epoch-1", cursor)["tickets"]["remove"] == []


@pytest.mark.parametrize(("epoch", "back"), [("another", 0), ("epoch-1", 50), ("epoch-1", -1)])
def test_a_cursor_of_another_log_or_of_long_ago_is_gone(epoch: str, back: int) -> None:
    district = District()
    feed = feed_of(district, kept=5)
    for n in range(40):
        district.alert("smoke", f"device-{n}")
    follow(feed, district)
    with pytest.raises(Gone):
        feed.deltas("desk", epoch, feed.board.seq - back)


def test_who_was_quicker_goes_by_his_new_name_on_the_losers_phone_and_the_ticket_by_its_new_place() -> None:
    district = District(workers=2)
    ticket = district.ticket().id
    district.say(DISPATCHER, c.BroadcastTicket(ticket_id=ticket))
    district.say(worker(1), c.AcknowledgeAssignment(ticket_id=ticket))
    feed = feed_of(district)
    loser = Screen(feed, "worker:w2")
    assert loser.rows["workers"]["w2"]["lost"]["ticket_id"] == ticket
    for change in (
        c.RegisterWorker(worker_id="w1", name="王"),
        c.AmendTicket(ticket_id=ticket, place="3号楼"),
    ):
        district.say(DISPATCHER, change)
        follow(feed, district)
        feed.frames(lambda room: False)
        loser.hear_heartbeat()
        assert loser.rows == shown(feed, "worker:w2")

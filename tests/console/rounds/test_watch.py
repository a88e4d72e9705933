"""Rounds planned anew by themselves: what is missed or left lying goes to others, seldom, and few hear of it."""

from __future__ import annotations

from datetime import timedelta

from console.rounds.lost import QUIET
from dispatch import commands as c
from tests.console.rounds.town import MORNING, NEXT, TODAY, TOMORROW, Town, place
from tests.dispatch.cast import ADMIN, DISPATCHER, worker


def test_a_round_that_goes_as_told_is_left_alone(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TODAY, [(4, "08:40")]))
    for n in (1, 2, 3):
        town.visit(1, f"b{n}")
        assert town.step(minutes=20) == 0
    assert town.asked == []


def test_who_signs_off_gives_today_to_the_others_after_half_an_hour_and_keeps_tomorrow(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TODAY, [(4, "08:40"), (5, "10:00")]), (1, TOMORROW, [(6, "09:00")]))
    town.at("08:45")
    town.visit(1, "b1")
    town.visit(2, "b4")
    town.district.say(worker(1), c.SignOff())
    town.at("09:10")
    assert town.step() == 0, "he may be back"
    town.at("09:16")
    assert town.step() == 1
    walks = town.walks()
    assert walks["w1", TODAY] == ["b1"], "what is done stays where it was done"
    assert walks["w2", TODAY][:2] == ["b4", "b5"], "who is on the way to b5 goes there first"
    assert "b6" in walks["w1", TOMORROW]
    assert town.on(TODAY) | town.on(TOMORROW) == {f"b{n}" for n in range(1, 7)}, "evenly: to w2 today, or tomorrow"
    last = town.round.replanned
    assert last is not None
    moved = {(m.place_id, m.worker_id, m.day, m.why) for m in last.moved}
    assert moved == {("b2", "w1", TODAY, "off_duty"), ("b3", "w1", TODAY, "off_duty")}


def test_nobody_is_told_anew_within_half_an_hour(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TODAY, [(4, "09:40")]), (2, TOMORROW, [(5, "09:00")]))
    town.visit(1, "b1", "missed")
    assert town.step() == 1
    town.visit(1, "b2", "missed")
    assert town.step(minutes=20) == 0
    assert town.step(minutes=11) == 1
    assert timedelta(minutes=30) == QUIET
    assert town.on(TOMORROW) == {"b5", "b1", "b2"}


def test_what_was_missed_goes_to_a_later_day_and_not_back_to_today(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TOMORROW, [(4, "09:00")]))
    town.visit(1, "b2", "missed")
    assert town.step() == 1
    walks = town.walks()
    assert walks["w1", TODAY] == ["b1", "b3"]
    assert {"b2", "b4"} <= {name for (_, day), names in walks.items() for name in names if day == TOMORROW}


def test_on_the_last_day_who_missed_a_place_may_try_again_until_the_day_is_over(town: Town) -> None:
    town.plan((1, TODAY, MORNING))
    town.visit(1, "b1", "missed")
    assert town.step(minutes=5) == 0
    town.visit(1, "b2")
    town.visit(1, "b3")
    town.at("17:59")
    assert town.step() == 0
    town.at("18:01")
    assert town.step() == 1
    assert town.walks() == {("w1", TODAY): ["b2", "b3"], ("w1", TOMORROW): ["b1"]}


def test_a_round_that_nobody_walks_calls_people_once_more_and_then_waits_for_a_dispatcher(town: Town) -> None:
    town.plan((1, TODAY, MORNING))
    town.at("18:05")
    assert town.step() == 1
    for day in (TOMORROW, NEXT):
        town.at("18:40", day)
        assert town.step() == 0
    town.visit(1, "b1")
    assert town.step() == 1, "it is walked again"


def test_a_long_ticket_takes_only_what_no_longer_fits_and_the_next_place_stays(town: Town) -> None:
    town.plan((1, TODAY, [(1, "09:00"), (2, "12:00"), (3, "17:00")]), (2, TODAY, [(4, "08:40"), (5, "15:00")]))
    town.visit(2, "b4")
    town.district.sent(1, upto="on_scene")
    town.at("13:00")
    assert town.step() == 1
    walks = town.walks()
    assert walks["w1", TODAY][0] == "b1"
    at = {place.id: place.at for walk in town.round.walks for place in walk.places}
    assert at["b1"] >= "13:30", "half an hour for the work in hand"
    assert town.step(minutes=31) == 0


def test_a_noon_rest_takes_nothing_away_and_a_break_of_two_hours_does(town: Town) -> None:
    town.plan((1, TODAY, [(1, "11:50"), (2, "14:20"), (3, "15:00")]), (2, TODAY, [(4, "09:00"), (5, "16:00")]))
    town.visit(2, "b4")
    town.at("11:45")
    town.visit(1, "b1")
    town.district.say(worker(1), c.StartBreak())
    town.at("13:44")
    assert town.step() == 0
    town.at("13:51")
    assert town.step() == 1
    assert set(town.walks()["w2", TODAY]) == {"b4", "b5", "b2", "b3"}


def test_what_another_did_gives_time_for_what_was_left(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TODAY, [(4, "10:00")]))
    told = [{"worker_id": "w1", "day": TODAY, "places": [place(n, at) for n, at in MORNING[:2]]}]
    told.append({"worker_id": "w2", "day": TODAY, "places": [place(4, "10:00")]})
    town.district.say(DISPATCHER, c.ReplanRound(round_id=town.id, walks={"walks": told}, left=("b3",)))
    town.at("09:10")
    town.visit(2, "b1")
    assert town.step() == 1
    assert not town.round.left


def test_while_nobody_is_there_today_waits(town: Town) -> None:
    town.plan((1, TODAY, MORNING))
    town.district.say(worker(1), c.SignOff())
    town.at("12:00")
    assert town.step() == 0
    assert town.asked == []


def test_who_left_the_register_walks_no_more(town: Town) -> None:
    town.plan((1, TODAY, MORNING), (2, TODAY, [(4, "08:40")]))
    town.district.say(worker(1), c.SignOff())
    town.district.say(ADMIN, c.RemoveWorker(worker_id="w1"))
    assert town.step() == 1
    assert set(town.walks()) == {("w2", TODAY)}


def test_the_roster_says_on_which_days_somebody_is_there(town: Town) -> None:
    town.district.say(ADMIN, c.SetRoster(worker_id="w1", days={TOMORROW: [], NEXT: [("09:00", "12:00")]}))
    town.plan((1, TODAY, MORNING))
    town.at("18:05")
    assert town.step() == 1
    assert set(town.walks()) == {("w1", NEXT)}


def test_who_was_told_to_walk_beyond_the_roster_keeps_that_and_whose_shift_ends_soon_does_not(town: Town) -> None:
    town.district.say(ADMIN, c.SetRoster(worker_id="w1", days={TOMORROW: []}))
    town.district.say(ADMIN, c.SetRoster(worker_id="w2", days={TODAY: [("08:00", "10:00")]}))
    town.plan((1, TODAY, [(1, "09:00")]), (1, TOMORROW, [(2, "09:00")]), (2, TODAY, [(4, "08:40"), (5, "10:30")]))
    town.visit(2, "b4", "missed")
    assert town.step() == 1
    walks = town.walks()
    assert "b2" in walks["w1", TOMORROW]
    at = {place.id: place.at for walk in town.round.walks for place in walk.places if walk.day == TODAY}
    assert at.get("b5", "") <= "09:52"

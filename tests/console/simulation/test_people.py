"""Simulated workers and the simulated desk do what people would, and leave everybody else alone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from dispatch.actor import Actor
from dispatch.commands import OfferAssignment, OpenTicket, RecallAssignment, SetRoster
from dispatch.events import AssignmentMoved, DutyChanged, TicketOpened
from dispatch.roster import EVERY_DAY, LOCAL, Shifts
from tests.console.simulation.conftest import ADMIN, HERE, START, Town, alert

DESK = Actor("dispatcher", "jia")


def _opened_by_hand(town: Town) -> str:
    answer = town.say(DESK, OpenTicket(kind="water_leak", lon=HERE.lon + 0.002, lat=HERE.lat))
    return next(r.event.ticket_id for r in answer.events if isinstance(r.event, TicketOpened))


def test_a_report_is_carried_through_to_closed_and_checked(town: Town) -> None:
    town.play(alert(state="pulse"))
    assert town.pass_(900, lambda: town.states() == ["closed"])
    events = [r.event for r in town.services.log.read()]
    stages = [e.stage for e in events if isinstance(e, AssignmentMoved)]
    assert stages[-3:] == ["acknowledged", "en_route", "on_scene"]


def test_an_extreme_one_is_offered_by_the_engine_and_somebody_arrives_within_minutes(town: Town) -> None:
    town.play(alert("smoke"))
    assert town.pass_(180, lambda: any(t.arrived_at for t in town.board.tickets.values()))


def test_workers_sign_on_send_their_places_and_walk(town: Town) -> None:
    town.play()
    town.pass_(5)
    assert {id for id, worker in town.board.workers.items() if worker.duty == "available"} == {"s1", "s2", "s3"}
    before = {id: fix.position for id, fix in town.services.positions.all().items()}
    town.pass_(240)
    after = {id: fix.position for id, fix in town.services.positions.all().items()}
    assert set(after) == {"s1", "s2", "s3"}
    assert any(before[id] != after[id] for id in after)


def test_they_walk_no_faster_than_a_person_times_four(town: Town) -> None:
    town.play()
    town.pass_(5)
    for _ in range(200):
        before = {id: fix.position for id, fix in town.services.positions.all().items()}
        town.pass_(1)
        for id, fix in town.services.positions.all().items():
            assert fix.position.metres_to(before[id]) <= 1.3 * 4 * 2 + 0.1  # a fix may wait a turn


def test_a_real_worker_is_never_moved_nor_spoken_for(town: Town) -> None:
    town.play(*[alert(number=n, t=36_000 + 40 * n, at={"any": "residential", "pick": n}) for n in range(1, 8)])
    town.come("demo-worker-1")
    town.pass_(600)
    said = Counter(r.actor for r in town.services.log.read() if r.actor.startswith("worker:"))
    assert said["worker:demo-worker-1"] == 1
    assert "demo-worker-1" not in town.services.positions.all()
    assert "demo-worker-1" not in town.services.presence.last()


def test_a_ticket_of_others_is_neither_sent_nor_closed_by_the_simulated_desk(town: Town) -> None:
    town.play()
    _opened_by_hand(town)
    town.pass_(600)
    assert town.states() == ["pending"]


def test_a_simulated_worker_answers_whoever_sends_it_but_closing_is_left_to_them(town: Town) -> None:
    town.play()
    town.pass_(3)
    ticket_id = _opened_by_hand(town)
    for worker_id in ("s1", "s2"):
        town.say(DESK, OfferAssignment(ticket_id=ticket_id, worker_id=worker_id))
    assert town.pass_(600, lambda: town.states() == ["resolved"])
    town.pass_(400)
    assert town.states() == ["resolved"]


def test_a_recall_is_confirmed(town: Town) -> None:
    town.play()
    town.pass_(3)
    ticket_id = _opened_by_hand(town)
    town.say(DESK, OfferAssignment(ticket_id=ticket_id, worker_id="s1"))
    assert town.pass_(60, lambda: [a.stage for a in town.board.work_of("s1")] == ["en_route"])
    town.say(DESK, RecallAssignment(ticket_id=ticket_id, worker_id="s1", reason="x"))
    assert town.pass_(10, lambda: not town.board.work_of("s1"))


def test_doubles_of_the_scenario_are_merged(town: Town) -> None:
    town.play(alert(number=1), alert(number=2, t=36_020))
    assert town.pass_(200, lambda: "merged" in town.states())


def test_after_a_restart_they_go_on_where_they_were(town: Town) -> None:
    town.play(alert("smoke"))
    assert town.pass_(120, lambda: any(a.stage == "en_route" for a in town.board.assignments.values()))
    town.play()
    assert town.pass_(900, lambda: town.states() == ["closed"])


def test_the_same_seed_clock_and_log_give_the_same_day(tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    days = []
    for _ in range(2):
        town = Town(tmp_path_factory.mktemp("home"))
        town.play(alert("smoke"), alert(number=2, t=36_030, state="pulse"), seed=7)
        town.pass_(120)
        told = [r for r in town.services.log.read() if r.actor != "admin:test"]
        days.append([(r.at, r.actor, type(r.event).__name__) for r in told])
        assert len(told) > 10
        town.services.dispatcher.close()
    assert days[0] == days[1]


def test_whose_shift_is_over_signs_off_and_comes_for_another_where_the_scenario_wants_him(town: Town) -> None:
    ends = (START + timedelta(minutes=2)).astimezone(LOCAL)
    town.say(ADMIN, SetRoster(worker_id="s1", days={EVERY_DAY: (("08:00", f"{ends:%H:%M}"),)}))
    town.play()
    town.pass_(60)
    assert Shifts(town.board, town.now).left_s("s1") <= 60
    town.pass_(180)
    assert town.board.workers["s1"].duty == "available"
    assert Shifts(town.board, town.now).left_s("s1") == float("inf")
    said = [r.event for r in town.services.log.read() if r.actor == "worker:s1" and isinstance(r.event, DutyChanged)]
    assert [event.duty for event in said][:3] == ["available", "off_duty", "available"]

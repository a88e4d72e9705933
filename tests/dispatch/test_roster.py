"""The roster: who is meant to be on duty, until when, and what follows for whom is sent."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from dispatch import commands as c
from dispatch.board import Board
from dispatch.checkpoint import dump, load
from dispatch.roster import LOCAL, shift_of
from tests.dispatch.cast import ADMIN, DISPATCHER, START, District, worker
from tests.dispatch.test_matching import at, ranked

TODAY = "2026-11-21"  # START is 09:58 of it


def district(days: dict, workers: int = 1) -> District:
    made = District(workers=workers)
    made.say(ADMIN, c.SetRoster(worker_id="w1", days=days))
    return made


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LOCAL)


def ends(board: Board, now: datetime) -> datetime | None:
    shift = shift_of(board, "w1", now)
    return shift.ends if shift else None


def test_a_night_shift_ends_the_day_after():
    board = district({TODAY: [("22:00", "06:00")]}).board
    assert ends(board, local(21, 23)) == local(22, 6)
    assert ends(board, local(22, 5, 59)) == local(22, 6)
    assert ends(board, local(21, 21)) is None


def test_a_days_own_line_stands_before_every_days():
    made = district({"": [("08:00", "18:00")], "2026-11-22": [("10:00", "12:00")], "2026-11-23": []})
    assert ends(made.board, local(21, 9)) == local(21, 18)
    assert ends(made.board, local(22, 11)) == local(22, 12)
    made.say(worker(1), c.SignOff())
    made.now = local(23, 10)
    made.say(worker(1), c.SignOn())
    assert ends(made.board, local(23, 11)) is None


def test_24_hours_from_8_to_8_and_a_split_day():
    board = district({TODAY: [("08:00", "08:00")]}).board
    assert ends(board, local(22, 7)) == local(22, 8)
    board = district({TODAY: [("08:00", "12:00"), ("14:00", "24:00")]}).board
    assert (ends(board, local(21, 9)), ends(board, local(21, 15))) == (local(21, 12), local(22, 0))


def test_who_stays_after_the_shift_is_bound_by_it_and_who_comes_after_it_is_not():
    made = district({TODAY: [("06:00", "11:00")]})
    assert ends(made.board, local(21, 12)) == local(21, 11)
    made.say(worker(1), c.SignOff())
    made.now = START + timedelta(hours=2)
    made.say(worker(1), c.SignOn())
    assert ends(made.board, local(21, 12)) is None


def test_a_shift_that_ends_too_soon_is_a_reason_not_to_send():
    made = district({TODAY: [("08:00", "10:10")]}, workers=2)
    rows = {row.worker_id: row for row in ranked(made, {"w1": at(125), "w2": at(600)}, "water_leak")}
    # 100 s of walk and 15 min of work from 09:58:02
    assert (rows["w1"].why_not, rows["w1"].why) == ("shift_ends", {"at": "10:10", "minutes": 5})
    assert rows["w2"].available
    ticket = made.ticket().id
    made.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1"))  # overtime is for people to decide
    assert made.stages(ticket) == {"w1": "offered"}


def test_what_stands_already_is_no_event_and_none_takes_a_line_out():
    made = district({TODAY: [("8:00", "18:00")]})
    assert made.say(ADMIN, c.SetRoster(worker_id="w1", days={TODAY: [("08:00", "18:00:00")]})) == []
    made.say(ADMIN, c.SetRoster(worker_id="w1", days={TODAY: None}))
    assert "w1" not in made.board.rosters


@pytest.mark.parametrize(
    "days", [{"21.11.": []}, {TODAY: [("8", "18:00")]}, {TODAY: [("08:00", "25:00")]}, {"": [("08:00",)]}]
)
def test_what_is_no_day_or_time_is_refused(days: dict):
    assert District().refusal(ADMIN, c.SetRoster(worker_id="w1", days=days)) == "invalid_field"


def test_the_roster_of_nobody_is_refused_and_goes_with_the_worker():
    made = district({"": [("08:00", "18:00")]})
    assert made.refusal(ADMIN, c.SetRoster(worker_id="w9", days={})) == "not_found"
    made.say(ADMIN, c.RemoveWorker(worker_id="w1"))
    assert "w1" not in made.board.rosters


def test_days_that_are_over_are_forgotten_with_the_next_change():
    made = district({"2026-11-01": [("08:00", "18:00")], TODAY: [("08:00", "18:00")]})
    made.say(ADMIN, c.SetRoster(worker_id="w1", days={"2026-11-30": []}))
    assert sorted(made.board.rosters["w1"].days) == [TODAY, "2026-11-30"]


def test_a_checkpoint_keeps_the_roster():
    board = district({TODAY: [("22:00", "06:00")], "2026-11-22": []}).board
    restored = load(dump(board))
    assert restored is not None
    assert restored.rosters["w1"] == board.rosters["w1"]


@pytest.mark.parametrize(
    ("spans", "until"),
    [
        ([("08:00", "12:00"), ("12:00", "17:00")], local(21, 17)),
        ([("08:00", "16:00"), ("14:00", "23:00")], local(21, 23)),
        ([("08:00", "24:00")], local(22, 8)),  # the next day begins where this one ends
        ([("08:00", "12:00"), ("12:01", "17:00")], local(21, 12)),
    ],
)
def test_a_shift_goes_on_where_the_next_begins(spans: list, until: datetime):
    made = district({TODAY: spans, "2026-11-22": [("00:00", "08:00")]})
    assert ends(made.board, local(21, 10)) == until

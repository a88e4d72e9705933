"""When a frame goes: soon, together with others, and at once when it matters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from console.live.changes import Changes
from console.live.pace import CALM_S, FRAME_S, URGENT_S, Pace
from dispatch.events import AlertRaised, AlertRepeated, DutyChanged, Place

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SMOKE = AlertRaised(
    "a", "f", "s", "smoke", "extreme", False, "d", Place(), "", {}, (), False, NOW, NOW, False
)  # fmt: skip
NOISE = replace(SMOKE, severity="minor")
DUTY = DutyChanged("w1", "available")


def pace_after_a_frame_at(second: float) -> Pace:
    pace = Pace()
    pace.sent(second)
    return pace


def test_nothing_is_due_while_nothing_happens():
    assert pace_after_a_frame_at(5).due_at is None


def test_the_first_event_after_a_pause_goes_at_once():
    pace = Pace()
    pace.note(DUTY)
    assert pace.due_at == float("-inf")


def test_ordinary_events_share_a_frame_of_100_ms():
    pace = pace_after_a_frame_at(5)
    pace.note(DUTY)
    pace.note(NOISE)
    assert pace.due_at == 5 + FRAME_S


def test_a_severe_alert_takes_the_others_with_it_and_a_storm_stays_flat():
    pace = pace_after_a_frame_at(5)
    pace.note(DUTY)
    pace.note(SMOKE)
    pace.note(DUTY)
    assert pace.due_at == 5 + URGENT_S


def test_repeats_go_once_a_second_unless_something_else_goes():
    pace = pace_after_a_frame_at(5)
    pace.note(AlertRepeated("a", "r", NOW))
    assert pace.due_at == 5 + CALM_S
    pace.note(DUTY)
    assert pace.due_at == 5 + FRAME_S


def test_the_ring_holds_each_row_once_and_no_more_than_its_length():
    changes = Changes(kept=3)
    for seq in range(1, 101):
        changes.note(seq, [("tickets", "same"), ("alerts", str(seq))])
    assert changes.floor == 97
    assert set(changes.since(98)) == {("tickets", "same"), ("alerts", "99"), ("alerts", "100")}
    assert len(changes._last) == 4

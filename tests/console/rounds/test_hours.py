"""The hours a round was asked for: on the log, and kept to by what is planned anew."""

from __future__ import annotations

import json

import pytest

from console.rounds.outlook import Outlook
from dispatch import codec
from dispatch import commands as c
from dispatch import events as e
from dispatch.errors import InvalidField
from dispatch.events import RoundPlace, RoundWalk
from tests.console.rounds.town import TODAY, TOMORROW, Town, place
from tests.dispatch.cast import DISPATCHER

HOUR = 3600.0


def hours(town: Town) -> tuple[float, float]:
    seen = Outlook(town.district.board, town.round, town.district.now)
    return seen.hours


def test_a_round_of_the_evening_is_planned_anew_for_the_evening(town: Town) -> None:
    town.plan((1, TODAY, [(1, "18:10"), (2, "18:40")]), (2, TOMORROW, [(3, "18:30")]), begins="18:00", ends="21:00")
    assert hours(town) == (18 * HOUR, 21 * HOUR)
    town.at("18:30")
    town.visit(1, "b1", "missed")
    assert town.step() == 1
    at = {place.id: place.at for walk in town.round.walks for place in walk.places}
    assert all("18:00" <= clock <= "21:00" for clock in at.values())


def test_a_place_told_outside_the_hours_widens_them_and_none_said_is_the_usual_day(town: Town) -> None:
    town.plan((1, TODAY, [(1, "07:00")]), begins="08:00", ends="12:00")
    assert hours(town) == (7 * HOUR, 12 * HOUR)
    town.plan((1, TODAY, [(1, "09:00")]))
    assert hours(town) == (8.5 * HOUR, 17.5 * HOUR)


def test_an_event_from_before_has_the_usual_day() -> None:
    walk = RoundWalk("w1", TODAY, (RoundPlace("b1", "1", 111.0, 35.0),))
    name, version, text = codec.encode_event(e.RoundPlanned("r1", "x", (walk,), "18:00", "21:00"))
    before = {field: value for field, value in json.loads(text).items() if field not in ("begins", "ends")}
    old = codec.decode_event(name, version, json.dumps(before))
    assert isinstance(old, e.RoundPlanned)
    assert (old.begins, old.ends) == ("", "")


@pytest.mark.parametrize(
    ("said", "field"), [({"begins": "x"}, "begins"), ({"begins": "18:00", "ends": "08:00"}, "ends")]
)
def test_hours_that_are_none_are_refused(town: Town, said: dict[str, str], field: str) -> None:
    walks = {"walks": [{"worker_id": "w1", "day": TODAY, "minutes": 60.0, "places": [place(1, "08:40")]}]}
    with pytest.raises(InvalidField) as refused:
        town.district.say(DISPATCHER, c.PlanRound(title="x", walks=walks, **said))
    assert refused.value.field == field

"""Ways of a round are those of its hours: a gate that is shut now is open in the morning."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from console.rounds.asked import Walking, Work
from console.rounds.work import answer
from dispatch.travel.graph import Graph
from dispatch.travel.roads import Roads
from layers.patrol import Spot
from tests.dispatch.travel.cast import PLACES, gate, way

MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
#: 19:56 local
EVENING = datetime(2026, 11, 22, 11, 56, tzinfo=UTC)


def left(hours: str, days: tuple[date, ...] = (MONDAY,), since: float = 8.5, to: float = 17.5) -> list[Any]:
    """A place behind a gate with these hours, asked for in the evening: what is left of it."""
    ways = [way(1, 2, 3, 4), way(2, 5), way(8, 9)]
    roads = Roads(Graph.build(ways, [gate(open_hours=hours)]), clock=lambda: EVENING)
    work = Work(
        (Spot("b4", "4号楼", *PLACES[4]),), (Walking("w1", PLACES[1]),), days, since * 3600, to * 3600, 8.0, 0.0
    )
    return [one["code"] for one in answer(work, roads)["left"]]


@pytest.mark.parametrize("hours", ["06:00-18:00", "Mo-Fr 06:00-18:00", "08:00-12:00,14:00-18:00", ""])
def test_what_is_open_in_the_asked_hours_is_planned_also_in_the_evening(hours: str) -> None:
    assert left(hours) == []


@pytest.mark.parametrize("hours", ["18:30-23:00", "06:00-09:00", "Su 06:00-18:00"])
def test_what_is_shut_for_most_of_the_asked_hours_cannot_be_reached(hours: str) -> None:
    assert left(hours) == ["unreachable"]


def test_the_weekdays_are_those_of_the_round() -> None:
    assert left("Mo-Fr 06:00-18:00", (SUNDAY,)) == ["unreachable"]
    assert left("Mo-Fr 06:00-18:00", (MONDAY, date(2026, 11, 24), SUNDAY)) == []
    assert left("18:30-23:00", since=19.0, to=22.0) == []

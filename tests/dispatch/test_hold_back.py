"""The last free worker near a place of high risk is kept back from small tickets, and from no others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from dispatch.matching import last_near, rank
from dispatch.policy import Policy
from dispatch.position import Position
from dispatch.travel.crow_flies import CrowFlies
from tests.dispatch.cast import District

RISK = Position(111.0031, 35.0302)


@dataclass(frozen=True)
class Fix:
    position: Position
    at: datetime
    accuracy_m: float = 5.0


def east(metres: float) -> Position:
    return Position(RISK.lon + metres / 91_000, RISK.lat)


def town(*metres: float) -> tuple[District, dict[str, Fix]]:
    """Workers so many metres east of the risk."""
    made = District(workers=len(metres))
    return made, {f"w{n}": Fix(east(m), made.now) for n, m in enumerate(metres, 1)}


def first(made: District, fixes: dict[str, Fix], kind: str, at: float, **more: Any) -> Any:
    held = last_near(made.board, fixes, [RISK])
    return rank(made.board, east(at), made.board.kinds[kind], fixes, CrowFlies(), made.now, held=held, **more)


def test_alone_near_a_risk_is_who_is_kept_back() -> None:
    made, fixes = town(0, 600)
    assert last_near(made.board, fixes, [RISK]) == {"w1"}
    assert last_near(made.board, fixes, []) == frozenset()
    made, fixes = town(0, 100, 600)
    assert last_near(made.board, fixes, [RISK]) == frozenset()
    made.sent(2)
    assert last_near(made.board, fixes, [RISK]) == {"w1"}


def test_another_goes_to_a_small_ticket_who_comes_within_five_minutes_more() -> None:
    made, fixes = town(0, 600)
    ranked = first(made, fixes, "water_leak", 200)
    assert ranked[0].worker_id == "w2"
    kept = ranked.of("w1")
    assert kept is not None
    assert "held_back" in kept.reasons
    assert ("hold_back", 300.0) in kept.costs
    assert kept.available


@pytest.mark.parametrize("kind", ["smoke", "charger_overheat"])
def test_nobody_is_kept_back_from_what_is_urgent(kind: str) -> None:
    made, fixes = town(0, 600)
    ranked = first(made, fixes, kind, 200)
    assert ranked[0].worker_id == "w1"
    assert "held_back" not in ranked[0].reasons


def test_where_nobody_else_comes_soon_the_last_one_goes() -> None:
    made, fixes = town(0, 3000)
    assert first(made, fixes, "water_leak", 200)[0].worker_id == "w1"
    made, fixes = town(0)
    assert first(made, fixes, "water_leak", 200)[0].available


def test_a_policy_may_leave_it() -> None:
    made, fixes = town(0, 600)
    assert first(made, fixes, "water_leak", 200, policy=Policy(hold_back=False))[0].worker_id == "w1"

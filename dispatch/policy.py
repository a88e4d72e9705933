"""How a district dispatches: what every choice costs, in seconds, and what is done without asking.

One unit for all: a soft rule is worth so many seconds of a resident's waiting. What must never be (a missing skill, the
end of a shift, two extreme tickets at once) is no cost and stands in ``matching``. Values are kept in small named files
(data/policies); the defaults here are those of ``default.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_type_hints

from dispatch.commands import Severity
from dispatch.errors import InvalidField
from dispatch.kind import Kind

Ways = Literal["roads", "crow_flies"]
Order = Literal["severity", "due", "oldest"]


@dataclass(frozen=True, slots=True)
class Policy:
    """Names ending in ``_s`` are seconds (in ``_per_s``: how much a second counts), in ``_min`` minutes. Costs are not
    negative; only a bonus is."""

    name: str = "default"

    # --- what an arrival is made of
    #: how ways are measured: along the network, or straight (never for a real district with a network)
    travel: Ways = "roads"
    #: expected work on the spot, from arrival to done, where the kind has no line in ``service_by_kind``
    service_s: float = 900.0
    #: kind id → seconds
    service_by_kind: Mapping[str, float] = field(default_factory=dict)

    # --- soft costs, added to the expected arrival
    #: for each ticket somebody has taken today: the next one goes to who had fewer, if he is hardly farther away
    load_today_s: float = 15.0
    #: for each floor climbed on foot today
    climb_s: float = 2.0
    #: for each job between 22:00 and 06:00 within the last 24 hours
    night_s: float = 60.0
    #: for who has this place in his own grid: knows doors and people there (a bonus: zero or less)
    own_grid_s: float = -60.0
    #: for a position older than ten minutes
    stale_fix_s: float = 60.0
    #: where the map knows no way (an island, a locked gate): often the map is wrong, so asked late rather than never
    no_way_s: float = 600.0
    #: stands for the way of somebody whose place is unknown
    no_fix_s: float = 1800.0
    #: whether load, floors and nights also count for extreme tickets: fairness must not delay a fire
    fair_when_extreme: bool = False

    # --- what is done
    #: the order in which waiting tickets are served: worst first, next limit first, or first come first
    order: Order = "severity"
    #: whether who is busy may be given one more to go to afterwards
    stack: bool = True
    #: whether the last free worker near a place of high risk is kept back from tickets that are not urgent
    hold_back: bool = True
    #: by how much later another may come instead of him; where nobody can, he goes
    hold_back_s: float = 300.0
    #: whether open tickets are planned anew on every event
    replan: bool = True
    #: seconds for which the ranking leaves a first offer to the plan, where another waiting ticket wants the same
    #: people (never an extreme one's). A plan takes 0.3 to 1.2 s; what takes longer is a planner in trouble. 0: never
    plan_patience_s: float = 2.0
    #: what a plan weighs, in seconds of walking: being late at all (× the severity's weight: 16, 8, 3, 1), each second
    #: after the limit, each second of waiting (both × weight), each second walked. Found by trying in 2 districts × 2
    #: days at load 0.8: not how late counts, or one lost limit would cost the next ticket its own
    late_once_s: float = 600.0
    late_per_s: float = 0.0
    wait_per_s: float = 1.0
    walk_per_s: float = 0.3
    #: the least severity for which somebody is called off what he was told (and only off something less severe)
    recall_for: Severity = "severe"
    #: whether people may also exchange what they were told, wherever that pays
    exchange: bool = True
    #: how many things people were already told one new plan may change
    max_changes: int = 6
    #: what may be changed by itself after somebody was told (``dispatch.allowance``): at first so much for each worker
    #: on duty, then so much more with each ticket that is opened
    told_per_worker: float = 1.0
    told_per_ticket: float = 0.14
    #: by how much a plan must be better for each such change, while nothing of that is spent, in seconds of walking: a
    #: fire 12 s sooner, something minor 200. What is left being half, 8 times as much
    own_change_s: float = 200.0
    #: the same for a change that a person is shown
    change_s: float = 600.0
    #: how far ahead a worker's becoming free is looked at
    horizon_min: float = 45.0

    @classmethod
    def from_mapping(cls, data: Mapping[str, Any]) -> Policy:
        """The policy a file describes. InvalidField names what is unknown, of the wrong type or out of range."""
        hints = get_type_hints(cls)
        for name in data:
            if name not in hints:
                raise InvalidField(name, f"unknown; known are {', '.join(hints)}")
        return cls(**{name: _checked(name, hints[name], value) for name, value in data.items()})

    def service_of(self, kind: Kind | str | None) -> float:
        """Expected seconds of work on the spot."""
        return self.service_by_kind.get(kind.id if isinstance(kind, Kind) else kind or "", self.service_s)


#: a bonus is written as a cost below zero
_BONUS = frozenset({"own_grid_s"})
#: Beyond any cost, weight or limit of a day (11 days as seconds). 1e12 seconds are past the last year a clock knows;
#: costs of 1e308 add up to no number.
MOST = 1_000_000


def _checked(name: str, hint: Any, value: Any) -> Any:
    if hint is bool:
        return _as(name, value, bool, "true or false")
    if hint is str:
        return _as(name, value, str, "a text")
    if hint is int:
        return _whole(name, value)
    if hint is float:
        return _seconds(name, value)
    if get_args(hint) and all(isinstance(one, str) for one in get_args(hint)):
        if value not in get_args(hint):
            raise InvalidField(name, f"one of {', '.join(get_args(hint))}")
        return value
    if not isinstance(value, Mapping):
        raise InvalidField(name, "a table of kind = seconds")
    return {str(kind): _seconds(f"{name}.{kind}", one) for kind, one in value.items()}


def _as(name: str, value: Any, wanted: type, words: str) -> Any:
    if not isinstance(value, wanted):
        raise InvalidField(name, words)
    return value


def _whole(name: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST:
        raise InvalidField(name, f"a whole number, 0 to {MOST}")
    return value


def _seconds(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise InvalidField(name, "a number")
    if not (-MOST <= value <= 0 if name in _BONUS else 0 <= value <= MOST):
        raise InvalidField(name, f"-{MOST} to 0: a bonus" if name in _BONUS else f"0 to {MOST}")
    return float(value)

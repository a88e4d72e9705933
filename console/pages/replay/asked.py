"""What was chosen on the page, checked before anything is started."""

from __future__ import annotations

from typing import Any

from console import policies
from console.lab import order
from console.lab.order import Order
from console.lab.refused import LabRefused

#: The page's limits; the command line has wider ones. Twenty days of three policies take about ten minutes.
MOST_DAYS, MOST_WORKERS, MOST_POLICIES = 50, 200, 5
LOADS = (0.5, 0.8, 1.1)
DISTRICTS = ("", "demo")


def asked(scenario: Any, chosen: Any, seeds: Any, load: Any, workers: Any, district: Any) -> Order:
    """Raises LabRefused: ``field`` in its detail names what is wrong."""
    _need(scenario in order.scenarios(), "scenario", name=scenario)
    names = [one for one in policies.names() if isinstance(chosen, list) and one in chosen]
    _need(1 <= len(names) <= MOST_POLICIES, "no_policy", most=MOST_POLICIES)
    _need(_whole(seeds, MOST_DAYS), "days", most=MOST_DAYS)
    _need(_whole(workers, MOST_WORKERS), "workers", most=MOST_WORKERS)
    _need(load in LOADS, "load")
    _need(district in DISTRICTS, "district")
    # what is usual elsewhere stands first: the others are compared with it
    names.sort(key=lambda name: name != "baseline")
    return Order(scenario, tuple(names), seeds, load, workers, district)


def _whole(value: Any, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def _need(holds: bool, code: str, **detail: Any) -> None:
    if not holds:
        raise LabRefused(code, code, **detail)

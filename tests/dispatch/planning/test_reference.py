"""Eight real instances with a proven optimum, through our own travel matrix and our own planning."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dispatch.planning import Costs, Hand, Problem, Task, plan
from dispatch.position import Position
from dispatch.travel.roads import Roads
from layers import network
from layers.importing import run
from layers.store import LayerStore
from tests.support.real_data import real_data

pytestmark = pytest.mark.real_data

#: metres walked and nothing else
WALK_ONLY = Costs(late=0, late_once=0, wait=0, walk=1, change=0)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    home: Path = tmp_path_factory.mktemp("tsinghua")
    run("osm", real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf"), home, then=lambda *_: None)
    network.build(LayerStore(home))
    return Roads.load(home / network.FILE)


def instances() -> list[dict[str, Any]]:
    text = real_data("routing_reference", "tsinghua_assignment.json").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = json.loads(text)
    return found


def one_each(instance: dict[str, Any], roads: Roads) -> Problem:
    """One ticket a worker; ``seconds`` holds metres of the network, to the decimetre as the instances are given: the
    last centimetres decide between plans that are equal there."""
    workers, tickets = ([Position(p["lon"], p["lat"]) for p in instance[of]] for of in ("workers", "tickets"))
    metres = roads.matrix(tickets, [*workers, *tickets], profile="reference").metres
    metres = np.rint(10 * metres) / 10
    hands = tuple(Hand(f"w{n}", most=1) for n in range(len(workers)))
    return Problem(0.0, tuple(Task(f"t{n}") for n in range(len(tickets))), hands, metres, costs=WALK_ONLY)


def test_all_eight_reach_the_proven_optimum(roads: Roads) -> None:
    found = instances()
    assert len(found) == 8
    for instance in found:
        problem = one_each(instance, roads)
        theirs = np.array(instance["cost_dm"])
        assert np.abs(problem.seconds[: len(theirs)] - theirs / 10).max() <= 0.5
        made = plan(problem)
        pairs = [(int(w[1:]), int(t[1:])) for w, route in made.routes.items() for t in route]
        assert len(pairs) == min(theirs.shape)  # where there are more tickets than workers, the cheapest are done
        assert sum(theirs[w, t] for w, t in pairs) == instance["optimal_total_dm"]
        assert made.cost == pytest.approx(instance["optimal_total_dm"] / 10, abs=0.05 * len(pairs))
        assert (made.by, made.gap) == ("assignment", 0.0)

"""Problems drawn by lot: people and tickets on a square kilometre, some of them told already."""

from __future__ import annotations

import random
from typing import Any

import numpy as np

from dispatch.planning import Hand, Problem, Task, Told

WALK_M_S = 1.3
USUAL = {"told": 0.4, "busy": 0.3, "skilled": 0.2, "islands": 0.0, "there": 0.0}


def town(seed: int, tasks: int, hands: int, **more: Any) -> Problem:
    """``told`` (share of the tickets), ``busy``, ``skilled``, ``islands``: shares; the rest goes to the Problem."""
    draw = random.Random(seed)
    share = {name: more.pop(name, usual) for name, usual in USUAL.items()}
    places = [(draw.uniform(0, 1000), draw.uniform(0, 1000)) for _ in range(hands + tasks)]
    xy = np.array(places).reshape(-1, 2)
    seconds = np.hypot(*(xy[:, None, :] - xy[None, hands:, :]).transpose(2, 0, 1)) * 1.4 / WALK_M_S
    for column in range(tasks):
        if draw.random() < share["islands"]:
            seconds[:, column] = np.inf
    made = [_task(draw, n, hands, share["skilled"]) for n in range(tasks)]
    crew = tuple(Hand(f"w{i}", draw.uniform(0, 1200) if draw.random() < share["busy"] else 0.0) for i in range(hands))
    held = [task.id for task in made if hands and draw.random() < share["told"]]
    told = {name: Told(f"w{draw.randrange(hands)}", "acknowledged") for name in held}
    idle = [hand.id for hand in crew]
    for task in made:
        if idle and draw.random() < share["there"]:
            told[task.id] = Told(idle.pop(), "on_scene")
    return Problem(0.0, tuple(made), crew, seconds, told, **more)


def _task(draw: random.Random, n: int, hands: int, skilled: float) -> Task:
    able = None
    if draw.random() < skilled:
        able = frozenset(i for i in range(hands) if draw.random() < 0.4)
    opened = draw.uniform(-900, 0)
    weight, minutes = draw.choice([(16.0, 3), (8.0, 10), (3.0, 30), (1.0, None)])
    due = None if minutes is None else opened + 60.0 * minutes
    return Task(f"t{n}", weight, opened, due, draw.choice([300.0, 600.0, 900.0]), able, since=opened)

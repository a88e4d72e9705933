"""From many places to many: the table that plans are made from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dispatch.position import Position
from dispatch.travel import Matrix
from dispatch.travel.found import Found, Starts
from dispatch.travel.net import Net
from dispatch.travel.profiles import STEPS_M_S
from dispatch.travel.trunk import TOGETHER


def between(net: Net, goals: Sequence[Position], places: Sequence[Position], limit_m: float) -> Matrix:
    """Every way within the limit; inf elsewhere. Equal goals are searched for once."""
    seconds = np.full((len(places), len(goals)), np.inf)
    metres = seconds.copy()
    if not len(net.u) or not places or not goals:
        return Matrix(seconds, metres)
    starts, distinct = Starts(net, places), list(dict.fromkeys(goals))
    on = net.snap_places(distinct, exact=True)[2]
    column = {goal: number for number, goal in enumerate(distinct)}
    columns = np.array([column[goal] for goal in goals])
    there = np.flatnonzero(on.edge >= 0)
    for begin in range(0, len(there), TOGETHER):
        chosen = there[begin : begin + TOGETHER]
        some = on.some(chosen)
        search = net.trunk.search(net.trunk.goals(some.edge, some.share), limit_m / STEPS_M_S)
        for g, number in enumerate(chosen.tolist()):
            found = Found(net, starts, search, g, distinct[number], some)
            reached = found.reached & (found.metres <= limit_m)
            same = columns == number
            seconds[:, same] = np.where(reached, found.seconds, np.inf)[:, None]
            metres[:, same] = np.where(reached, found.metres, np.inf)[:, None]
    return Matrix(seconds, metres)

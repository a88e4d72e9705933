"""How fast somebody walks, learned from their own track. Pure: a state and two fixes in, a state out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime

from dispatch.position import Position
from dispatch.travel.profiles import WALK_M_S

#: Time on a walk is multiplied by the factor, never by less or more than these: a fit walker saves a third, an old
#: track of a stroll costs no more than a slow one.
LEAST, MOST = 0.6, 1.6
#: A stretch counts from 20 s to 3 min and from 30 m on: shorter is the receiver's noise, longer hides a rest.
STRETCH_S, STRETCH_M = (20.0, 180.0), 30.0
#: Slower stands and talks, faster rides.
WALKING_M_S = 0.6, 2.4
#: Fixes worse than this, or worse than a third of the stretch, tell nothing about a pace.
ACCURATE_M = 25.0
#: People walk 5 % round corners between two fixes (a straight line is shorter than the way).
CORNERS = 1.05
#: Stretches by which the district's pace is believed at first, and after which old ones fade (a week of rounds).
PRIOR, MEMORY = 12.0, 300.0


@dataclass(frozen=True, slots=True)
class Learned:
    """The mean of log(time taken / time expected) over ``count`` stretches."""

    count: float = 0.0
    mean: float = 0.0

    @property
    def factor(self) -> float:
        """What walking times are multiplied with: 1 while nothing is known."""
        return min(MOST, max(LEAST, math.exp(self.mean * self.count / (self.count + PRIOR))))


@dataclass(frozen=True, slots=True)
class Seen:
    """One fix of a track."""

    position: Position
    at: datetime
    accuracy_m: float | None


def learn(known: Learned, before: Seen, now: Seen) -> Learned:
    """What is known after one more stretch; the same object where the stretch tells nothing."""
    seconds, metres = (now.at - before.at).total_seconds(), before.position.metres_to(now.position)
    worst = max(fix.accuracy_m if fix.accuracy_m is not None else math.inf for fix in (before, now))
    if not STRETCH_S[0] <= seconds <= STRETCH_S[1] or metres < STRETCH_M or worst > min(ACCURATE_M, metres / 3):
        return known
    walked = metres * CORNERS / seconds
    if not WALKING_M_S[0] <= walked <= WALKING_M_S[1]:
        return known
    count = min(known.count, MEMORY)
    mean = (known.mean * count + math.log(WALK_M_S / walked)) / (count + 1)
    return Learned(count + 1, mean)

"""The figures of each hypothesis, and the rules by which they decide or do not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

#: Fewer points may fall anywhere by chance.
LEAST_POINTS = 5
#: Decided by names: this share of the named points lies in the place it names …
OWN_SHARE = 0.7
#: … and the runner-up has at most this part of it.
OWN_RATIO = 0.6
#: A reading shifted to nowhere in particular with this much more of them in their own place: none is right.
OWN_SLACK = 0.1
#: Decided by the ground: the gain over every other reading, in its own standard errors (blocks of 150 m, since points
#: in one yard move together). 4, since blocks may be as few as five.
GROUND_Z = 4.0
#: … the same over readings that nobody claims: the best of sixteen, so less is enough.
DECOY_Z = 2.5
#: … of which so many must lie on mapped ground, with half of the points: what is off the map is no comparison.
LEAST_DECOYS = 4
LEAST_VARIANCE = 0.3
#: … and at least this much of a building for each point: a gain that is certain and tiny proves nothing.
GROUND_GAIN = 0.15
#: A reading shifted to nowhere that beats the best by this many standard errors: none is right.
ELSEWHERE_Z = 2.5


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """How many of ``n`` points fall where such things are, if the file is in ``datum``. ``score`` is 0 to 1;
    ``shift_m`` is how far the points lie from where the first hypothesis puts them (median)."""

    datum: str
    n: int
    own_community: int
    on_building: int
    near_road: int
    score: float
    shift_m: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """The table, in the order of the hypotheses; what it decides, if anything; and why: ``names``, ``ground``, or
    ``few_points``, ``no_layers``, ``far_away``, ``elsewhere``, ``no_margin``, ``no_such_numbers``. ``named`` is how
    many points name a place that we know."""

    rows: tuple[Hypothesis, ...]
    chosen: str | None
    why: str
    named: int = 0

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def significance(gain: NDArray[np.float64], block: NDArray[np.int64]) -> float:
    """How many standard errors the mean gain lies above nothing, each block counting once.

    The variance has a floor: five points that agree by chance must not look like certainty.
    """
    counts = np.bincount(block)
    means = np.bincount(block, gain)[counts > 0] / counts[counts > 0]
    if not len(means):
        return 0.0
    return float(means.mean() / np.sqrt((means.var() + LEAST_VARIANCE) / len(means)))

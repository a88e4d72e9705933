"""Chance that does not depend on what a policy does: common random numbers.

Each draw has a name of its own (day, what, who), so that it is the same in whatever order it is asked for. Comparing
two policies over the same draws needs about a tenth of the days that comparing over fresh ones would.
"""

from __future__ import annotations

import random
from hashlib import blake2b

#: seconds a person takes to look at the phone, to set off, and to confirm a recall; as in console.simulation.hand
ANSWER_S, SET_OFF_S, CONFIRM_S = (4.0, 20.0), (3.0, 15.0), (2.0, 6.0)
#: chance of a declined offer, and of one that is left in the pocket until it expires
DECLINES, IGNORES = 0.03, 0.01
#: minutes of work on the spot by severity (console.simulation.hand.WORK_MIN)
WORK_MIN = {"extreme": (8, 16), "severe": (8, 18), "moderate": (12, 26), "minor": (10, 24), "unknown": (10, 24)}
#: seconds a floor on foot, and the floors beyond which somebody takes the lift
FLOOR_S, HIGHEST = 8.0, 12


class Draws:
    """All chance of one day. The mean answer is ``MEAN_ANSWER_S``. ``plain``: every answer takes the mean, and nobody
    declines, so that a plan made beforehand knows it."""

    def __init__(self, seed: int, *, plain: bool = False) -> None:
        self.seed, self._plain = seed, plain

    def unit(self, *what: str) -> float:
        """A number in [0, 1) of that name; 2 µs."""
        name = "\x1f".join((str(self.seed), *what)).encode()
        return int.from_bytes(blake2b(name, digest_size=7).digest(), "big") / 2**56

    def between(self, limits: tuple[float, float], *what: str) -> float:
        return mean(limits) if self._plain else limits[0] + (limits[1] - limits[0]) * self.unit(*what)

    def will(self, job: str, worker: str, time: int) -> str:
        """What somebody does when he is offered it for the n-th time: accept, decline, or leave it in the pocket."""
        chance = 1.0 if self._plain else self.unit("will", job, worker, str(time))
        return "decline" if chance < DECLINES else "ignore" if chance < DECLINES + IGNORES else "accept"

    def rng(self, what: str) -> random.Random:
        """For what is drawn before the day begins."""
        return random.Random(f"{self.seed}:{what}")


def mean(limits: tuple[float, float]) -> float:
    return (limits[0] + limits[1]) / 2


MEAN_ANSWER_S = mean(ANSWER_S) + mean(SET_OFF_S)


def climb_s(floor: int | None) -> float:
    """From the street to a floor, up or down."""
    return min(abs((floor or 1) - 1), HIGHEST) * FLOOR_S


def work_mean_s(severity: str) -> float:
    low, high = WORK_MIN[severity]
    return (low + high) * 30.0

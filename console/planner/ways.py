"""Seconds from everybody, as he stands and as he will stand, and from every ticket to every ticket."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from console.planner.picture import Picture
from dispatch.matching.far import TOO_FAR_S
from dispatch.matching.jobs import guessed_s
from dispatch.planning.problem import Floats


@dataclass(frozen=True, slots=True)
class Ways:
    """Rows: the crew where they stand, the crew when they are done, the tickets. Columns: the tickets, approach within.
    ``cut_off`` are the numbers of tickets nobody can reach on the map."""

    seconds: Floats
    approach: Floats
    cut_off: tuple[str, ...]
    crew: int

    def rows(self, hands: list[tuple[int, bool]], tickets: list[int]) -> Floats:
        """``hands``: (which of the crew, whether from where he stands); the rows and columns of a problem."""
        rows = [n if stands else self.crew + n for n, stands in hands]
        found: Floats = self.seconds[np.ix_([*rows, *(2 * self.crew + n for n in tickets)], tickets)]
        return found


def ways_of(shown: Picture, travel: Any) -> Ways:
    """What nobody can reach on the map is guessed from the straight line and asked late rather than never, as the
    ranking does."""
    goals, policy = [one.place for one in shown.tickets], shown.policy
    places = [one.place for one in shown.crew] + [one.done_place for one in shown.crew]
    unsure = [one.unsure_s for one in shown.crew] + [one.unsure_s if one.idle else 0.0 for one in shown.crew]
    placed = [n for n, one in enumerate(places) if one is not None]
    starts = [places[n] for n in placed] + goals
    found = np.asarray(travel.matrix(goals, starts).seconds, dtype=float)
    cut_off = tuple(
        one.number for j, one in enumerate(shown.tickets) if placed and not np.isfinite(found[: len(placed), j]).any()
    )
    for i, j in np.argwhere(~np.isfinite(found)):
        found[i, j] = (guessed_s(starts[i], goals[j]) or 0.0) + policy.no_way_s
    seconds = np.full((len(places) + len(goals), len(goals)), policy.no_fix_s)
    seconds[placed] = found[: len(placed)] + np.array([[unsure[n]] for n in placed]).reshape(-1, 1)
    seconds[len(places) :] = found[len(placed) :]
    approach = np.array([one.approach_s for one in shown.tickets])
    return Ways(seconds + approach, approach, cut_off, len(shown.crew))


def within_reach(shown: Picture, ways: Ways) -> tuple[Picture, list[dict[str, Any]]]:
    """Without who would walk for more than three hours, but who was told to; whose place nobody knows is as far as all
    the others are. With the tickets to which nobody is left for that."""
    n = len(shown.crew)
    over = np.minimum(ways.seconds[:n], ways.seconds[n : 2 * n]) > TOO_FAR_S
    known = np.array([one.place is not None for one in shown.crew], dtype=bool)
    lost = np.array([one.place is None and one.done_place is None for one in shown.crew], dtype=bool)
    if known.any():  # by where they stand: who was sent there by hand will be near it
        over[lost] = (ways.seconds[:n][known] > TOO_FAR_S).all(axis=0)
    if not over.any():
        return shown, []
    tickets, notes = list(shown.tickets), []
    for j in np.flatnonzero(over.any(axis=0)).tolist():
        one = tickets[j]
        out = {crew.id for i, crew in enumerate(shown.crew) if over[i, j]} - ({one.told[0]} if one.told else set())
        tickets[j] = replace(one, able=tuple(id for id in one.able if id not in out))
        if one.able and not tickets[j].able:
            notes.append({"code": "too_far", "number": one.number})
    return replace(shown, tickets=tuple(tickets)), notes

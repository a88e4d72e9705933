"""Where idle people should stand: p-median over places by their weight, and who goes where with little walking.

Greedy and interchange (Teitz and Bart 1968) from where people stand now, beside a Lagrangian bound on the same p. The
cost of a place is its weight × the seconds from the nearest who stands, a place beyond the limit counting ``LATE_S``
more: being reached in time comes before being near.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Seconds that a place beyond the limit counts more; what no way leads to counts an hour.
LATE_S, NEVER_S = 600.0, 3600.0
#: Nobody is sent for less than this share of the cost, nor for less than a minute's walk.
WORTH, LEAST_S = 0.002, 60.0
ROUNDS, STEPS = 200, 120


@dataclass(frozen=True, slots=True)
class Standing:
    """``site[w]``: the index of the site of person w. ``cost``, ``bound`` and ``before`` in weighted mean seconds."""

    site: tuple[int, ...]
    cost: float
    bound: float
    before: float

    @property
    def gap(self) -> float:
        return max(0.0, 1 - self.bound / self.cost) if self.cost > 0 else 0.0


def stand(seconds: Floats, weight: Floats, here: Ints, walks: Floats, *, limit_s: float = 300.0) -> Standing:
    """``seconds[s, p]``: from site s to place p; ``here[w]``: the site where person w stands now; ``walks[w, s]``: his
    walk to site s. Never dearer than where people stand now; reaches no fewer places and no less weight within
    ``limit_s`` than they do now. Nobody there: an empty answer."""
    late = np.where(np.isfinite(seconds), seconds, NEVER_S)
    late = np.minimum(late, NEVER_S) + LATE_S * (late > limit_s)
    share = weight / weight.sum() if weight.sum() > 0 else np.full(len(weight), 1.0 / max(1, len(weight)))
    before = _cost(late, share, here)
    if not len(here) or not late.size:
        return Standing((), before, before, before)
    cost = late * share
    chosen = _interchange(cost, here.copy())
    greedy = _interchange(cost, _greedy(cost, len(here)))
    if cost[greedy].min(axis=0).sum() < cost[chosen].min(axis=0).sum():
        chosen = greedy
    site = _stay(cost, here, _who(here, chosen, walks))
    if not _as_wide(late, share, here, site, limit_s):
        site = here
    bound = min(_bound(cost, len(here), float(cost[chosen].min(axis=0).sum())), _cost(late, share, site))
    return Standing(tuple(site.tolist()), _cost(late, share, site), bound, before)


def _cost(late: Floats, share: Floats, sites: Ints) -> float:
    if not len(sites) or not late.size:
        return NEVER_S
    return float((late[sites].min(axis=0) * share).sum())


def _as_wide(late: Floats, share: Floats, here: Ints, site: Ints, limit_s: float) -> bool:
    """As many places and as much weight within the limit as now."""
    before, after = (late[sites].min(axis=0) <= limit_s for sites in (here, site))
    return bool(after.sum() >= before.sum() and share[after].sum() >= share[before].sum() - 1e-12)


def _greedy(cost: Floats, count: int) -> Ints:
    """One after another where it helps most."""
    chosen: list[int] = []
    near = np.full(cost.shape[1], np.inf)
    for _ in range(count):
        best = int(np.minimum(cost, near).sum(axis=1).argmin())
        chosen.append(best)
        near = np.minimum(near, cost[best])
    return np.array(chosen, dtype=np.int64)


def _interchange(cost: Floats, chosen: Ints) -> Ints:
    """The best exchange of one site after another, until none helps."""
    for _ in range(ROUNDS):
        order = np.argsort(cost[chosen], axis=0, kind="stable")
        columns = np.arange(cost.shape[1])
        nearest = cost[chosen[order[0]], columns]
        second = cost[chosen[order[1]], columns] if len(chosen) > 1 else np.full(cost.shape[1], np.inf)
        present = nearest.sum()
        with_new = np.minimum(cost, nearest)  # gain of opening each site, all else kept
        total = with_new.sum(axis=1)
        best, pair = present - 1e-9, (-1, -1)
        for place in range(len(chosen)):
            mine = order[0] == place
            # without this one, its places go to the second nearest or the new one
            there = total + (np.minimum(cost[:, mine], second[mine]) - with_new[:, mine]).sum(axis=1)
            new = int(there.argmin())
            if there[new] < best:
                best, pair = float(there[new]), (place, new)
        if pair[0] < 0:
            break
        chosen[pair[0]] = pair[1]
    return chosen


def _who(here: Ints, chosen: Ints, walks: Floats) -> Ints:
    """Who goes to which site, the walking of all the least."""
    ways = np.where(np.isfinite(walks[:, chosen]), walks[:, chosen], 10 * NEVER_S)
    rows, columns = linear_sum_assignment(ways)
    site = here.copy()
    site[rows] = np.where(np.isfinite(walks[rows, chosen[columns]]), chosen[columns], here[rows])
    return np.where(walks[np.arange(len(here)), site] < LEAST_S, here, site)


def _stay(cost: Floats, here: Ints, site: Ints) -> Ints:
    """Send nobody whose going hardly helps: the least useful first."""
    worth = WORTH * float(cost[here].min(axis=0).sum())
    while True:
        present = float(cost[site].min(axis=0).sum())
        losses: list[tuple[float, int]] = []
        for w in np.flatnonzero(site != here).tolist():
            without = site.copy()
            without[w] = here[w]
            losses.append((float(cost[without].min(axis=0).sum()) - present, w))
        loss, w = min(losses, default=(float("inf"), -1))
        if loss >= worth:
            return site
        site = site.copy()
        site[w] = here[w]


def _bound(cost: Floats, count: int, known: float) -> float:
    """Lagrangian relaxation of "each place is served once" (Cornuéjols, Fisher and Nemhauser 1977)."""
    price = np.partition(cost, rank := min(len(cost) - 1, max(1, len(cost) // count)), axis=0)[rank]
    best, pace = 0.0, 1.5
    for _ in range(STEPS):
        saved = np.minimum(cost - price, 0.0)
        opened = np.argpartition(saved.sum(axis=1), min(count, len(cost)) - 1)[:count]
        value = float(price.sum() + saved[opened].sum())
        if value > best:
            best = value
        else:
            pace *= 0.95
        served = (cost[opened] < price).sum(axis=0)
        slope = 1.0 - served
        norm = float((slope**2).sum())
        if norm == 0 or known - best <= 1e-9:
            break
        price = np.maximum(price + pace * (known - value) / norm * slope, 0.0)
    return best

"""All orders of tickets of one worker that cost less than their price: grown by one ticket at a time, all workers at
once, and dropped as soon as nothing that may follow can make up for what they cost."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from dispatch.planning.model import Model

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Columns = dict[tuple[int, tuple[int, ...]], float]
#: orders × tickets looked at together: 60 million numbers are half a gigabyte
MOST = 20_000_000


@dataclass(slots=True)
class _Orders:
    """One row an order: whose, which tickets, what they cost, that less their prices, when he is done, which are in."""

    hand: Ints
    stops: Ints
    cost: Floats
    above: Floats
    done: Floats
    within: NDArray[np.bool_]

    def take(self, rows: Ints | NDArray[np.bool_]) -> _Orders:
        return _Orders(
            self.hand[rows], self.stops[rows], self.cost[rows], self.above[rows], self.done[rows], self.within[rows]
        )


class Growth:
    def __init__(self, model: Model) -> None:
        self.model = model
        self.release, self.since = np.array(model.release), np.array(model.since)
        self.due, self.wait = np.array(model.due), np.array(model.wait)
        self.late, self.once = np.array(model.late), np.array(model.once)
        self.service, self.start = np.array(model.service), np.array(model.start)
        self.legs = model.next.copy()
        np.fill_diagonal(self.legs, inf)
        self.least = self.legs.min(axis=0, initial=inf)
        if len(set(model.pace.tolist())) > 1 or min(model.until, default=inf) < inf:
            raise ValueError("all walk alike here, and no shift ends")

    def below(self, of_task: Floats, of_hand: Floats, limit: float, deepest: int = 99) -> Columns | None:
        """Every column whose cost is less than the prices of its tickets and its hand and ``limit``; None: too many."""
        found: Columns = {}
        orders = self._firsts(of_task, of_hand)
        while len(orders.hand):
            cheap = orders.take(orders.above < limit)
            rows = zip(cheap.hand.tolist(), cheap.stops.tolist(), cheap.cost.tolist(), strict=True)
            found |= {(hand, tuple(stops)): cost for hand, stops, cost in rows}
            if orders.stops.shape[1] >= min(self.model.n, deepest):
                break
            if len(orders.hand) * self.model.n > MOST:
                return None
            orders = self._longer(orders, of_task, limit)
        return found

    def _firsts(self, of_task: Floats, of_hand: Floats) -> _Orders:
        model = self.model
        first = np.where(model.able, model.first, inf)
        at = np.maximum(self.start[:, None], self.release[None, :]) + first
        hand, stop = np.nonzero(np.isfinite(at))
        cost = self._price(at, first, charge=model.charge)[hand, stop]
        within = np.zeros((len(hand), model.n), dtype=bool)
        within[np.arange(len(hand)), stop] = True
        above = cost - of_task[stop] - of_hand[hand]
        return _Orders(hand, stop[:, None], cost, above, at[hand, stop] + self.service[stop], within)

    def _price(self, at: Floats, leg: Floats, charge: Floats | float = 0.0) -> Floats:
        """As ``Model.route`` counts one stop."""
        with np.errstate(invalid="ignore"):
            over = at - self.due
            late = np.where(over > 0, self.late * np.where(over > 0, over, 0.0) + self.once, 0.0)
            return np.asarray(self.model.problem.costs.walk * leg + self.wait * (at - self.since) + late + charge)

    def _longer(self, orders: _Orders, of_task: Floats, limit: float) -> _Orders:
        """Each order with one more ticket, where what could still be won by others may bring it below."""
        least = self._price(np.maximum(orders.done[:, None], self.release) + self.least, self.least)
        won = np.where(orders.within, 0.0, np.maximum(0.0, of_task - least))
        hopeful = orders.above - won.sum(axis=1) < limit
        orders, won = orders.take(hopeful), won[hopeful]
        leg = self.legs[orders.stops[:, -1]]
        at = np.maximum(orders.done[:, None], self.release) + leg
        can = np.isfinite(at) & ~orders.within & self.model.able[orders.hand]
        added = self._price(np.where(can, at, 0.0), np.where(can, leg, 0.0), self.model.charge[orders.hand])
        above = orders.above[:, None] + added - of_task
        rest = won.sum(axis=1)[:, None] - won
        row, stop = np.nonzero(can & (above - rest < limit))
        within = orders.within[row]
        within[np.arange(len(row)), stop] = True
        return _Orders(
            orders.hand[row],
            np.concatenate([orders.stops[row], stop[:, None]], axis=1),
            orders.cost[row] + added[row, stop],
            above[row, stop],
            at[row, stop] + self.service[stop],
            within,
        )

"""Small problems to proof: CP-SAT over one circuit through all hands, with what it cannot better as the bound."""

from __future__ import annotations

from math import inf

from dispatch.planning.model import Model, Routes


def prove(model: Model, hint: Routes, time_limit_s: float, seed: int) -> tuple[Routes, float] | None:
    """(routes, bound); bound in the model's cost. None where a task cannot be done or nothing was found in time.

    Seconds are rounded down to whole ones and costs to tenths, downwards, so that the bound holds for the true costs.
    """
    from dispatch.planning.circuit import Circuit

    if model.undone(hint) or time_limit_s <= 0 or any(u < inf for u in model.until):
        return None
    return Circuit(model).solve(hint, time_limit_s, seed)

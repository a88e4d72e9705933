"""Which buildings nobody free reaches in so many minutes: kept per network, brought up to date when asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.travel.coverage import Coverage, Start
from dispatch.travel.net import Net
from layers.doors import Doors
from layers.reach import Quarter

#: So many limits are kept at once (5 minutes for the wall, another at a desk).
KEPT = 2


@dataclass(frozen=True, slots=True)
class Covered:
    """The answer at one moment; ``unreached`` are the ids of buildings, ``households`` those who live in them."""

    workers: int
    buildings: int
    unreached: tuple[str, ...]
    households: int


class Cover:
    """One thread at a time. A worker's move costs 1 ms, the first question a second per 300 workers."""

    def __init__(self, quarter: Quarter) -> None:
        self._quarter = quarter
        self._kept: dict[int, tuple[Net, Doors, Coverage]] = {}

    def now(self, net: Net, minutes: int, starts: Mapping[str, Start]) -> Covered:
        """With the workers who could go now, all of them."""
        doors, coverage = self._coverage(net, minutes)
        coverage.update(starts)
        alone = coverage.unreached()
        return Covered(
            coverage.workers,
            len(doors.ids),
            tuple(doors.ids[i] for i in alone.tolist()),
            int(doors.households[alone].sum()),
        )

    def _coverage(self, net: Net, minutes: int) -> tuple[Doors, Coverage]:
        doors, laid, _ = self._quarter.laid(net)
        known = self._kept.pop(minutes, None)
        if known is None or known[0] is not net or known[1] is not doors:
            known = net, doors, Coverage(net, laid, doors.building, len(doors.ids), minutes * 60.0)
        self._kept[minutes] = known  # as the one last asked for
        while len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]
        return doors, known[2]

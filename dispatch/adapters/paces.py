"""Learned paces. Latest only, beside the positions: may be lost, and is then learned again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.adapters.latest import Codec, Latest
from dispatch.adapters.positions import Fix
from dispatch.travel.pace import STRETCH_M, STRETCH_S, Learned, Seen, learn


@dataclass(frozen=True, slots=True)
class WorkerPace:
    """What is known of one worker, as of a time."""

    worker_id: str
    learned: Learned
    at: datetime


def _dump(pace: WorkerPace) -> str:
    return json.dumps([pace.learned.count, pace.learned.mean, pace.at.isoformat()])


def _load(worker_id: str, text: str) -> WorkerPace:
    count, mean, at = json.loads(text)
    return WorkerPace(worker_id, Learned(float(count), float(mean)), datetime.fromisoformat(at))


CODEC: Codec[WorkerPace] = Codec(lambda pace: pace.worker_id, lambda pace: pace.at, _dump, _load)


class Paces(Latest[WorkerPace]):
    """Learns from the fixes it is told of; ``factors()`` is what rankings use."""

    def __init__(self) -> None:
        super().__init__("paces", CODEC)
        self._from: dict[str, Seen] = {}
        self._shown: tuple[int, dict[str, float]] = (-1, {})

    def tell(self, fixes: Iterable[Fix]) -> None:
        """Fixes that were taken, in the order of their time. A check-in is no walk."""
        for fix in fixes:
            if fix.source == "gps":
                self._stretch(fix.worker_id, Seen(fix.position, fix.at, fix.accuracy_m))
            else:
                self._from.pop(fix.worker_id, None)

    def factors(self) -> dict[str, float]:
        """Worker → what walking times are multiplied with (0.6 to 1.6); who is not in it walks as everybody."""
        revision, factors = self._shown
        if revision != self.revision:
            revision = self.revision
            factors = {id: pace.learned.factor for id, pace in self.all().items()}
            self._shown = revision, factors
        return factors

    def _stretch(self, worker_id: str, now: Seen) -> None:
        """A stretch begins at a fix and ends at the first one that is far enough, or when it took too long."""
        before = self._from.get(worker_id)
        if before is None or (now.at - before.at).total_seconds() > STRETCH_S[1]:
            self._from[worker_id] = now
            return
        near = before.position.metres_to(now.position) < STRETCH_M
        if near or (now.at - before.at).total_seconds() < STRETCH_S[0]:
            return
        self._from[worker_id] = now
        former = self.get(worker_id)
        known = former.learned if former else Learned()
        learned = learn(known, before, now)
        if learned is not known:
            self.put([WorkerPace(worker_id, learned, now.at)])

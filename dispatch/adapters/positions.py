"""Where workers were last seen by GPS. Telemetry: latest only, never in the log, may be lost."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from dispatch.adapters.latest import Codec, Latest
from dispatch.plausible import AGREEING, Doubt, doubt, is_jump
from dispatch.position import Position

Source = Literal["gps", "checkin", "desk"]


@dataclass(frozen=True, slots=True)
class Fix:
    """Where somebody was at a time: a GPS fix, or a check-in by QR or by word to the desk at ``place_id``.

    ``at`` is when it was taken, never later than ``received_at``, by our clock: a phone whose clock runs ahead must
    neither hold its place for ever nor look fresh for hours."""

    worker_id: str
    position: Position
    at: datetime
    accuracy_m: float | None
    received_at: datetime
    source: Source = "gps"
    place_id: str = ""

    def __post_init__(self) -> None:
        if self.at > self.received_at:
            object.__setattr__(self, "at", self.received_at)


def _dump(fix: Fix) -> str:
    return json.dumps(
        {
            "lon": fix.position.lon,
            "lat": fix.position.lat,
            "at": fix.at.isoformat(),
            "accuracy_m": fix.accuracy_m,
            "received_at": fix.received_at.isoformat(),
            "source": fix.source,
            "place_id": fix.place_id,
        }
    )


def _load(worker_id: str, text: str) -> Fix:
    read = json.loads(text)
    return Fix(
        worker_id,
        Position(lon=read["lon"], lat=read["lat"]),
        datetime.fromisoformat(read["at"]),
        read["accuracy_m"],
        datetime.fromisoformat(read["received_at"]),
        read.get("source", "gps"),
        read.get("place_id", ""),
    )


CODEC: Codec[Fix] = Codec(lambda fix: fix.worker_id, lambda fix: fix.at, _dump, _load, geo=True)


class Positions(Latest[Fix]):
    """Latest fix of each worker; the later fix wins, whatever the order of arrival."""

    def __init__(self) -> None:
        super().__init__("positions", CODEC)
        self.rejected: Counter[str] = Counter()  # by code, since the start
        self._doubted: dict[str, list[Fix]] = {}

    def offer(self, fixes: Iterable[Fix]) -> list[tuple[Fix, Doubt | None]]:
        """Take what can be true, in the order of time; each fix in that order with why it was not taken.

        A run of jumps to one region means that the former place was wrong: the third that agrees is taken."""
        judged = []
        for fix in sorted(fixes, key=lambda one: one.at):
            why = doubt(fix, self.get(fix.worker_id))
            if why is not None and why.code == "impossible_jump" and self._agrees(fix):
                why = None
            if why is None:
                self._doubted.pop(fix.worker_id, None)
                self.put([fix])
            else:
                self.rejected[why.code] += 1
            judged.append((fix, why))
        return judged

    def _agrees(self, fix: Fix) -> bool:
        """Whether this is one jump too many to be doubted."""
        run = self._doubted.get(fix.worker_id, [])
        run = [] if run and is_jump(fix, run[-1]) else run
        self._doubted[fix.worker_id] = run = [*run, fix][-AGREEING:]
        return len(run) >= AGREEING

    def near(self, position: Position, radius_m: float) -> list[tuple[float, Fix]]:
        """Fixes within ``radius_m`` metres of ``position``, nearest first, each with its distance in metres."""
        return sorted(self._within(position, radius_m), key=lambda pair: pair[0])

    def _within(self, position: Position, radius_m: float) -> Iterable[tuple[float, Fix]]:
        for fix in self.all().values():
            metres = position.metres_to(fix.position)
            if metres <= radius_m:
                yield metres, fix

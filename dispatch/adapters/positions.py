"""Where workers were last seen by GPS. Telemetry: latest only, never in the log, may be lost."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from dispatch.adapters.latest import Codec, Latest
from dispatch.position import Position


@dataclass(frozen=True, slots=True)
class Fix:
    """One GPS fix. ``at`` is the phone's clock, ``received_at`` ours."""

    worker_id: str
    position: Position
    at: datetime
    accuracy_m: float | None
    received_at: datetime

    @property
    def stamp(self) -> datetime:
        """What decides which of two fixes is the later one. No fix is later than its arrival: a phone whose clock
        runs ahead must not hold its place for ever."""
        return min(self.at, self.received_at)


def _dump(fix: Fix) -> str:
    return json.dumps(
        {
            "lon": fix.position.lon,
            "lat": fix.position.lat,
            "at": fix.at.isoformat(),
            "accuracy_m": fix.accuracy_m,
            "received_at": fix.received_at.isoformat(),
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
    )


CODEC: Codec[Fix] = Codec(lambda fix: fix.worker_id, lambda fix: fix.stamp, _dump, _load, geo=True)


class Positions(Latest[Fix]):
    """Latest fix of each worker; the later fix wins, whatever the order of arrival."""

    def __init__(self) -> None:
        super().__init__("positions", CODEC)

    def near(self, position: Position, radius_m: float) -> list[tuple[float, Fix]]:
        """Fixes within ``radius_m`` metres of ``position``, nearest first, each with its distance in metres."""
        return sorted(self._within(position, radius_m), key=lambda pair: pair[0])

    def _within(self, position: Position, radius_m: float) -> Iterable[tuple[float, Fix]]:
        for fix in self.all().values():
            metres = position.metres_to(fix.position)
            if metres <= radius_m:
                yield metres, fix

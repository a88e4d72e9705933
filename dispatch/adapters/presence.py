"""When each worker's phone was last heard. Telemetry: latest only, may be lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dispatch.adapters.latest import Codec, Latest

#: A phone that talks often is written at most this often: 300 phones would otherwise be 300 puts a second.
AT_MOST_EVERY = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Sighting:
    worker_id: str
    at: datetime


CODEC: Codec[Sighting] = Codec(
    lambda sighting: sighting.worker_id,
    lambda sighting: sighting.at,
    lambda sighting: sighting.at.isoformat(),
    lambda worker_id, text: Sighting(worker_id, datetime.fromisoformat(text)),
)


class Presence(Latest[Sighting]):
    """Last sign of life of each phone, by our clock."""

    def __init__(self) -> None:
        super().__init__("presence", CODEC)

    def seen(self, worker_id: str, at: datetime | None = None) -> None:
        """The phone spoke (``at`` defaults to now)."""
        at = at or datetime.now(UTC)
        before = self.get(worker_id)
        if before is None or at - before.at >= AT_MOST_EVERY:
            self.put([Sighting(worker_id, at)])

    def last(self) -> dict[str, datetime]:
        return {worker_id: sighting.at for worker_id, sighting in self.all().items()}

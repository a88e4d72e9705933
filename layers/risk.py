"""Places of high risk: where e-bikes are charged and where fire hosts stand."""

from __future__ import annotations

from time import monotonic

import shapely

from dispatch.position import Position
from layers.store import LayerStore

LAYERS = ("sheds", "fire_hosts")
#: A register changes by the day.
LOOK_EVERY_S = 60.0


class Risks:
    """Read anew when the store has changed, looked at once a minute. Without locks: two may do it at once."""

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self._known: tuple[float, int | None, tuple[Position, ...]] = (float("-inf"), None, ())

    def __call__(self) -> tuple[Position, ...]:
        at, stamp, places = self._known
        if monotonic() - at >= LOOK_EVERY_S:
            now = self._store.stamp()
            if now != stamp:
                points = [shapely.point_on_surface(f.geometry) for name in LAYERS for f in self._store.features(name)]
                places = tuple(Position(p.x, p.y) for p in points)
            self._known = (monotonic(), now, places)
        return places

"""Where a line of a scenario happens: the thing it names, or on another map one of the same class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dispatch.position import Position
from layers.feature import Feature
from layers.places import building_name, position_of
from layers.store import LayerStore

HOMES = frozenset({"residential", "apartments", "dormitory", "house", "detached", "terrace"})
#: class → layers where a device of it may stand
DEVICES = {
    "fire_terminal": "fire_terminals",
    "fire_host": "fire_hosts",
    "pile": "piles",
    "camera": "cameras",
    "lift": "lifts",
}
#: class → layers it is looked for in, first that has any
GROUNDS: dict[str, tuple[str, ...]] = {
    "residential": ("buildings",),
    "shop": ("shops", "buildings"),
    "street": ("hydrants", "gates", "pois", "buildings"),
    "gate": ("gates", "buildings"),
    "green": ("green", "pois", "buildings"),
    "compound": ("compounds", "buildings"),
}

#: layers whose things are spoken of by id, with or without a name
_NAMELESS = frozenset(DEVICES.values())


@dataclass(frozen=True, slots=True)
class Spot:
    """A thing one can speak of. Light: outlines are not kept."""

    id: str
    name: str
    position: Position
    is_building: bool


class Places:
    """Reads each layer once, when it is first asked for. The same ``at`` always gives the same place."""

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self._kept: dict[str, list[Spot]] = {}

    def of(self, at: dict[str, Any]) -> dict[str, Any]:
        """Fields of an alert or ticket that say where: device_id, building_id, or lon, lat and place."""
        wanted, pick = str(at.get("any", "residential")), int(at.get("pick", 0))
        device = at.get("device")
        if wanted in DEVICES:
            known = self.spots(DEVICES[wanted])
            if known:
                return {"device_id": device if any(spot.id == device for spot in known) else _nth(known, pick).id}
            foreign = {"device_id": device} if device else {}
            return foreign | self._ground("residential", None, pick)
        return self._ground(wanted, at.get("id"), pick)

    def _ground(self, wanted: str, id: str | None, pick: int) -> dict[str, Any]:
        for layer in ("buildings", *GROUNDS.get(wanted, ())) if id else ():
            named = next((spot for spot in self.spots(layer) if spot.id == id), None)
            if named is not None:
                return _fields(named)
        spots = next(
            (found for layer in GROUNDS.get(wanted, ("buildings",)) if (found := self._fit(layer, wanted))), []
        )
        return _fields(_nth(spots, pick)) if spots else {}

    def _fit(self, layer: str, wanted: str) -> list[Spot]:
        return self.spots("homes" if layer == "buildings" and wanted == "residential" else layer)

    def spots(self, layer: str) -> list[Spot]:
        """Things of a layer by id; ``homes`` are the buildings where people live, else those with a name."""
        if layer not in self._kept:
            source = "buildings" if layer == "homes" else layer
            features = list(self._store.features(source))
            chosen = _homes(features) if layer == "homes" else [f for f in features if f.name or source in _NAMELESS]
            self._kept[layer] = sorted(map(_spotter(source), chosen), key=lambda spot: spot.id)
        return self._kept[layer]


def _homes(features: list[Feature]) -> list[Feature]:
    lived_in = [f for f in features if f.text("use") in HOMES and f.name]
    return lived_in or [f for f in features if f.name] or features


def _spotter(layer: str) -> Callable[[Feature], Spot]:
    def spot(feature: Feature) -> Spot:
        building = layer == "buildings"
        words = building_name(feature) if building else feature.name
        return Spot(feature.id, words, position_of(feature), building)

    return spot


def _nth(spots: list[Spot], pick: int) -> Spot:
    return spots[pick % len(spots)]


def _fields(spot: Spot) -> dict[str, Any]:
    where: dict[str, Any] = {"lon": spot.position.lon, "lat": spot.position.lat, "place": spot.name}
    return where | ({"building_id": spot.id} if spot.is_building else {})

"""Filling in where it is, from the map: the asset's registered place, the building, the grid, inside or outside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol, TypeVar

from dispatch.changed import changed
from dispatch.commands import AmendTicket, OpenTicket, RaiseAlert, RaiseSOS
from dispatch.events import Place
from dispatch.position import Position

C = TypeVar("C", OpenTicket, AmendTicket, RaiseSOS)


class Gazetteer(Protocol):
    """What is used of ``layers.gazetteer``."""

    def locate(self, position: Position) -> Any: ...
    def building(self, building_id: str) -> Any: ...
    def asset(self, device_id: str) -> Any: ...


def place_alert(gazetteer: Gazetteer, command: RaiseAlert) -> RaiseAlert:
    """What the sender says wins; the register fills what it left out; the map adds grid and building."""
    asset = gazetteer.asset(command.device_id) if command.device_id else None
    known = _from_asset(command, asset) if asset is not None else {}
    return changed(command, **_from_map(gazetteer, command, known))


def place_ticket(gazetteer: Gazetteer, command: C) -> C:
    """The same for a ticket opened or amended by a person."""
    return replace(command, **_from_map(gazetteer, command, {}))


def _from_asset(command: RaiseAlert, asset: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if command.lon is None and asset.position is not None:
        found |= {"lon": asset.position.lon, "lat": asset.position.lat}
    found["place"] = command.place or asset.place or ""
    found["unit"] = command.unit or asset.unit or ""
    found["floor"] = command.floor if command.floor is not None else asset.floor
    found["building_id"] = command.building_id or asset.building_id
    return found


def _from_map(gazetteer: Gazetteer, command: Any, known: dict[str, Any]) -> dict[str, Any]:
    """What the map adds to what is ``known`` of the command (by its own words, and by the asset's register)."""
    building_id = known.get("building_id", command.building_id)
    place, lon, lat = known.get("place", command.place), known.get("lon", command.lon), known.get("lat", command.lat)
    building = gazetteer.building(building_id) if building_id else None
    if building is not None and lon is None:
        lon, lat = building.position.lon, building.position.lat
    if building is not None and not place:
        place = building.place
    if lon is None or lat is None:
        return {**known, "place": place}
    located = gazetteer.locate(Position(lon=lon, lat=lat))
    return {
        **known,
        "lon": lon,
        "lat": lat,
        "grid_code": located.grid_code,
        "outside_district": located.outside_district,
        "building_id": building_id or located.building_id,
        "place": place or located.words,
    }


def where_of(command: RaiseAlert | OpenTicket) -> Place:
    """The place of a command, for ranking before the lock."""
    return Place(lon=command.lon, lat=command.lat, grid_code=command.grid_code)

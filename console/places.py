"""Filling in where it is, from the map: the asset's registered place, the building, the grid, inside or outside."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Protocol, TypeVar

from dispatch.commands import AmendTicket, OpenTicket, RaiseAlert
from dispatch.events import Place
from dispatch.position import Position

C = TypeVar("C", OpenTicket, AmendTicket)


class Gazetteer(Protocol):
    """What is used of ``layers.gazetteer``."""

    def locate(self, position: Position) -> Any: ...
    def building(self, building_id: str) -> Any: ...
    def asset(self, device_id: str) -> Any: ...


def place_alert(gazetteer: Gazetteer, command: RaiseAlert) -> RaiseAlert:
    """What the sender says wins; the register fills what it left out; the map adds grid and building."""
    asset = gazetteer.asset(command.device_id) if command.device_id else None
    if asset is not None:
        command = _from_asset(command, asset)
    return _from_map(gazetteer, command)


def place_ticket(gazetteer: Gazetteer, command: C) -> C:
    """The same for a ticket opened or amended by a person."""
    return _from_map(gazetteer, command)


def _from_asset(command: RaiseAlert, asset: Any) -> RaiseAlert:
    if command.lon is None and asset.position is not None:
        command = replace(command, lon=asset.position.lon, lat=asset.position.lat)
    return replace(
        command,
        place=command.place or asset.place or "",
        unit=command.unit or asset.unit or "",
        floor=command.floor if command.floor is not None else asset.floor,
        building_id=command.building_id or asset.building_id,
    )


def _from_map(gazetteer: Gazetteer, command: Any) -> Any:
    building = gazetteer.building(command.building_id) if command.building_id else None
    if building is not None and command.lon is None:
        command = replace(command, lon=building.position.lon, lat=building.position.lat)
    if building is not None and not command.place:
        command = replace(command, place=building.place)
    if command.lon is None or command.lat is None:
        return command
    located = gazetteer.locate(Position(lon=command.lon, lat=command.lat))
    return replace(
        command,
        grid_code=located.grid_code,
        outside_district=located.outside_district,
        building_id=command.building_id or located.building_id,
        place=command.place or located.building_name or "",
    )


def where_of(command: RaiseAlert | OpenTicket) -> Place:
    """The place of a command, for ranking before the lock."""
    return Place(lon=command.lon, lat=command.lat, grid_code=command.grid_code)

"""The words by which people name a building or a device."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.position import Position
from layers.feature import Feature

_STOREY = re.compile(r"([-Bb])?(\d{1,3})")


@dataclass(frozen=True, slots=True)
class BuildingPlace:
    """``place`` is what is said on a radio (compound and number); empty where the building has no name at all."""

    id: str
    name: str
    compound: str
    place: str
    position: Position
    use: str
    levels: int | None
    households: int | None


@dataclass(frozen=True, slots=True)
class AssetPlace:
    """A registered device and where it is. ``place`` are the building's words, ``spot`` the corner of it (走廊)."""

    id: str
    layer: str
    name: str
    place: str
    unit: str
    floor: int | None
    spot: str
    building_id: str | None
    position: Position


def position_of(feature: Feature) -> Position:
    """A point for any feature: itself, or a point on its surface."""
    geometry = feature.geometry
    point = geometry if geometry.geom_type == "Point" else geometry.representative_point()
    return Position(lon=point.x, lat=point.y)


def building_name(feature: Feature) -> str:
    """Compound and name; the compound only once where the name begins with it."""
    compound = feature.text("compound")
    if not compound or feature.name.startswith(compound):
        return feature.name
    return f"{compound} {feature.name}".strip()


def building_place(feature: Feature) -> BuildingPlace:
    """A feature of the layer ``buildings``."""
    return BuildingPlace(
        id=feature.id,
        name=feature.name,
        compound=feature.text("compound"),
        place=building_name(feature),
        position=position_of(feature),
        use=feature.text("use"),
        levels=_whole(feature.text("levels")),
        households=_whole(feature.text("households")),
    )


def asset_place(layer: str, feature: Feature, buildings: Mapping[str, BuildingPlace]) -> AssetPlace:
    """A feature of a layer of devices; its place is the building's, else its compound, else its own name."""
    home = buildings.get(feature.text("building_id"))
    return AssetPlace(
        id=feature.id,
        layer=layer,
        name=feature.name,
        place=(home.place if home else "") or feature.text("compound") or feature.name,
        unit=feature.text("unit"),
        floor=_floor(feature.text("floor")),
        spot=feature.text("place"),
        building_id=home.id if home else None,
        position=position_of(feature),
    )


def _floor(text: str) -> int | None:
    """``3``, ``3.0``, ``3F`` are 3; ``B1`` and ``-1`` are -1."""
    found = _STOREY.search(text)
    if not found:
        return None
    return int(found[2]) * (-1 if found[1] else 1)


def _whole(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None

"""A walled compound (小区): rows of slabs or towers facing south, gates, inner roads, doors, gardens, shops outside."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from frame import XY, Lot, metres
from plan import AVENUES, BANK_HALF, CANAL_V, STREETS, Parcel, bounds
from shapely.geometry import Point
from world import World

UNIT_M, SLAB_M, TOWER = 14.5, 12.4, (27.0, 19.0)
SHOP_M = 11.0
RING = 7.0
#: the contracts' example alarm: 四季绿城 5号楼 3单元
ANCHOR = metres(111.0031, 35.0302)


@dataclass
class House:
    """A residential building where it stands in its lot."""

    id: str
    number: int
    a: float
    b: float
    units: int
    levels: int
    lifts: int
    unit_m: float
    depth: float
    half: int = 0
    doors: list[XY] = field(default_factory=list)


@dataclass
class Compound:
    """What later steps need to know: its lot, houses and gates."""

    parcel: Parcel
    lot: Lot
    houses: list[House] = field(default_factory=list)
    gates: list[tuple[str, XY, str]] = field(default_factory=list)  # name, place, side
    slots: tuple[list[float], list[float], tuple[float, float]] = ([], [], (0.0, 0.0))


def lot_of(parcel: Parcel) -> Lot:
    """The parcel inside its streets, pavements and rows of shops."""
    u0, v0, u1, v1 = bounds(parcel)
    west, east, south, north = (_margin(parcel, side) for side in "WESN")
    if parcel.row == 1:
        north = v1 - (CANAL_V - BANK_HALF) + 3
    return Lot.of_plan(u0 + west, v0 + south, u1 - east, v1 - north)


def _margin(parcel: Parcel, side: str) -> float:
    inner = {"W": "E", "E": "W", "N": "S", "S": "N"}[parcel.part] if parcel.part in "WENS" else ""
    if side == inner:
        return 6.0
    street = {
        "W": AVENUES[parcel.column],
        "E": AVENUES[parcel.column + 1],
        "S": STREETS[parcel.row],
        "N": STREETS[parcel.row + 1],
    }[side]
    return street.half + street.walk + (SHOP_M + 2 if side in parcel.shops else 0)


def build(world: World, parcel: Parcel) -> Compound:
    lot = lot_of(parcel)
    compound = Compound(parcel, lot)
    world.add("compounds", parcel.key, lot.polygon, name=parcel.name)
    columns, rows, size = _slots(parcel, lot)
    _place(world, compound, columns, rows, size)
    _inner_roads(world, lot, columns, rows, size)
    compound.slots = columns, rows, size
    return compound


# --- where the houses stand -------------------------------------------------------------------


def _slots(parcel: Parcel, lot: Lot) -> tuple[list[float], list[float], tuple[float, float]]:
    """Middles of columns from the west and of rows from the north, and a slot's room (length, depth)."""
    cols, count = parcel.more["cols"], parcel.more["rows"]
    depth = TOWER[1] if parcel.make == "tower" else SLAB_M
    room = (lot.width - 2 * RING - 8 - 9 * (cols - 1)) / cols
    columns = [RING + 4 + room / 2 + i * (room + 9) for i in range(cols)]
    top, bottom = lot.depth - RING - 7.5 - depth / 2, RING + 12 + depth / 2
    step = (top - bottom) / max(count - 1, 1)
    rows = [top - i * step for i in range(count)]
    if parcel.more.get("anchor"):  # 3单元 of 5号楼, south of the central garden, stands at the contracts' point
        a, b = lot.find(ANCHOR)
        columns = [c + (a - UNIT_M / 2 - columns[1]) for c in columns]
        rows = [top, (top + b) / 2, b, b - 46]
    return columns, rows, (room, depth)


def _place(
    world: World, compound: Compound, columns: list[float], rows: list[float], size: tuple[float, float]
) -> None:
    parcel, number = compound.parcel, 0
    empty = {(c, r) for c, r in parcel.more.get("garden", ())}
    for r, b in enumerate(rows):
        for c, a in enumerate(columns):
            if (c, r) in empty:
                continue
            number += 1
            house = _house(world, parcel, number, a, b, size[0])
            house.half = int(c >= (len(columns) + 1) // 2) if parcel.more.get("halves") else 0
            compound.houses.append(house)
            _raise(world, compound, house)


def _house(world: World, parcel: Parcel, number: int, a: float, b: float, room: float) -> House:
    old, wide = parcel.more.get("old", False), number in parcel.more.get("wide", ())
    levels, lifts = parcel.more["levels"], parcel.more.get("lifts", 0)
    if parcel.make == "tower":
        units, unit_m, depth = (4, 14.5, 17.0) if wide else (2, TOWER[0] / 2, TOWER[1])
        levels += world.rng.choice((-2, 0, 0, 0)) if not wide else 0
        lifts = 2 if wide else lifts
    else:
        unit_m, depth = (13.0 if old else UNIT_M), (11.0 if old else SLAB_M)
        most = max(2, int(room // unit_m))
        units = min(most, 5 if old else 4) - (1 if most > 3 and world.rng.random() < 0.2 else 0)
        units = min(units, parcel.more.get("units", units))
        if parcel.more.get("anchor") and number == 5:
            units = 4
    return House(f"{parcel.key}-{number:02d}", number, a, b, units, levels, lifts, unit_m, depth)


def _raise(world: World, compound: Compound, house: House) -> None:
    """The building, its doors on the north side (the living rooms face south) and the way to each."""
    lot, parcel = compound.lot, compound.parcel
    shape = lot.shape(house.a, house.b, outline(house, parcel))
    # the wide tower has four doors and large flats: one a floor
    households = house.units * house.levels * (1 if parcel.make == "tower" and house.units == 4 else 2)
    world.add(
        "buildings",
        house.id,
        shape,
        name=f"{house.number}号楼",
        compound=parcel.name,
        compound_id=parcel.key,
        use="residential",
        levels=house.levels,
        households=households,
    )
    for n in range(house.units):
        dx = (n - (house.units - 1) / 2) * house.unit_m
        door = lot.spot(house.a, house.b, dx, house.depth / 2 + 1.2)
        house.doors.append(door)
        world.add(
            "entrances",
            f"{house.id}-{n + 1}",
            Point(door),
            building_id=house.id,
            unit=f"{n + 1}单元",
            name=f"{n + 1}单元",
        )


def outline(house: House, parcel: Parcel) -> list[XY]:
    """Slabs have a staircase standing out at each door; towers are cut like a butterfly."""
    half, d = house.units * house.unit_m / 2, house.depth / 2
    if parcel.make == "tower" and house.units == 2:
        return [
            (-half, -d),
            (-3, -d),
            (-3, -d + 3),
            (3, -d + 3),
            (3, -d),
            (half, -d),
            (half, d - 6),
            (8, d - 6),
            (8, d),
            (-8, d),
            (-8, d - 6),
            (-half, d - 6),
        ]
    points: list[XY] = [(-half, -d), (half, -d), (half, d)]
    for n in reversed(range(house.units)):
        x = (n - (house.units - 1) / 2) * house.unit_m
        points += [(x + 1.6, d), (x + 1.6, d + 1.2), (x - 1.6, d + 1.2), (x - 1.6, d)]
    return [*points, (-half, d)]


def _inner_roads(world: World, lot: Lot, columns: list[float], rows: list[float], size: tuple[float, float]) -> None:
    e, n = lot.width - RING, lot.depth - RING
    world.way(lot.line((RING, RING), (e, RING), (e, n), (RING, n), (RING, RING)), "service")
    for b in rows:
        north = b + size[1] / 2 + 7.0
        if north < n - 3:
            world.way(lot.line((RING, north), (e, north)), "path")
    for left, right in pairwise(columns):
        middle = (left + right) / 2
        world.way(lot.line((middle, RING), (middle, n)), "path")

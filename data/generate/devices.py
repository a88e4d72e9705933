"""Fire hosts with their terminals, and cameras."""

from __future__ import annotations

from compound import ANCHOR, Compound, House
from frame import XY, Lot, ground
from plan import AVENUES, STREETS
from shapely.geometry import Point
from world import World

CAMERAS = 60
#: compound → number of its fire host
HOSTS = {
    "sjlc": "889",
    "jhw": "612",
    "dxdb": "735",
    "hchyn": "640",
    "bhyh": "518",
    "flyj": "427",
    "wzgla": "366",
    "bcyq": "204",
}


def fire(world: World, compounds: list[Compound]) -> None:
    for compound in compounds:
        host = HOSTS.get(compound.parcel.key)
        if host is None:
            continue
        gate = Point(compound.gates[0][1])
        room = Point(
            gate.x + (compound.lot.at(40, 40)[0] - gate.x) * 0.06, gate.y + (compound.lot.at(40, 40)[1] - gate.y) * 0.06
        )
        world.add(
            "fire_hosts",
            f"fh{host}",
            room,
            name=f"{compound.parcel.name} 消防主机 {host}",
            host=host,
            compound=compound.parcel.name,
        )
        for house in compound.houses:
            _terminals(world, compound.lot, house, host)


def _terminals(world: World, lot: Lot, house: House, host: str) -> None:
    """A zone is half a house: zone 10 is 3–4单元 of 5号楼. Points go up the stairs."""
    storeys = (1, 3, 5) if house.levels < 9 else (1, 5, 9, 13, 17)
    for half in (0, 1):
        units = [u for u in range(1, house.units + 1) if (u - 1) // 2 == half] if house.units > 2 else [half + 1]
        point = 0
        for unit in units:
            for floor in [f for f in storeys if f <= house.levels]:
                point += 1
                zone = 2 * house.number - 1 + half
                id = f"fh{host}-{zone}-{point}"
                at = ANCHOR if id == "fh889-10-2" else _corridor(lot, house, unit, floor)
                world.add(
                    "fire_terminals",
                    id,
                    Point(at),
                    host=host,
                    zone=str(zone),
                    point=str(point),
                    building_id=house.id,
                    unit=f"{unit}单元",
                    floor=floor,
                    place="走廊",
                    name=f"{unit}单元 {floor}层 烟感",
                )


def _corridor(lot: Lot, house: House, unit: int, floor: int) -> XY:
    dx = (unit - (house.units + 1) / 2) * house.unit_m
    return lot.spot(house.a, house.b, dx + (floor % 4 - 1.5) * 0.8, 2.0)


def cameras(world: World, compounds: list[Compound]) -> None:
    """At gates looking out along the wall and away from windows, and over the crossings."""
    number = 0
    for compound in compounds:
        for n, (gate, at, side) in enumerate(compound.gates[: 2 if compound.houses else 1], 1):
            if number >= CAMERAS - 14:
                break
            number += 1
            out = {"N": 0, "E": 90, "S": 180, "W": 270}[side]
            heading = (out - compound.lot.angle + (28 if n == 1 else -28)) % 360
            _camera(
                world,
                f"cam-{compound.parcel.key}-{n:02d}",
                at,
                heading,
                f"{compound.parcel.name} {gate}",
                compound.parcel.name,
            )
    crossings = [(c, r) for r in range(len(STREETS)) for c in range(len(AVENUES))]
    world.rng.shuffle(crossings)
    for c, r in crossings[: CAMERAS - number]:
        avenue, street = AVENUES[c], STREETS[r]
        at = ground(avenue.at + avenue.half, street.at + street.half)
        _camera(world, f"cam-lk-{c + 1}{r + 1}", at, 225.0, f"{avenue.name}{street.name}路口", "")


def _camera(world: World, id: str, at: XY, heading: float, name: str, compound: str) -> None:
    _, key, number = id.split("-")
    world.add(
        "cameras",
        id,
        Point(at),
        name=f"{name} {key.upper()}-{number}",
        compound=compound or name,
        heading=round(heading),
        angle=92,
        range_m=30,
        analysis="yes",
    )

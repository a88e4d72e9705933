"""Sheds and piles, and lifts."""

from __future__ import annotations

from compound import Compound, House
from shapely.geometry import Point
from world import World

#: total that the wall of the drawings shows
SOCKETS = 1320
SHEDS, LIFTS = 30, 100


def sheds_and_piles(world: World, compounds: list[Compound]) -> None:
    """A shed a compound, two in the largest; 鼎鑫地标 has 20 piles of 12, 滨湖一号 5 shared and 60 private."""
    largest = sorted(compounds, key=lambda c: -len(c.houses))
    twice = {c.parcel.key for c in largest[: SHEDS - len(compounds) + 1] if c.parcel.key not in ("dxdb",)}
    order = [(c, n) for c in compounds for n in range(1, 3 if c.parcel.key in twice else 2)][:SHEDS]
    fixed = {("dxdb", 1): 20, ("bhyh", 1): 5}
    left = (SOCKETS - 20 * 12 - 5 * 12 - 60) // 12
    rest = [(c.parcel.key, n) for c, n in order if (c.parcel.key, n) not in fixed]
    share = {key: left // len(rest) + (1 if k < left % len(rest) else 0) for k, key in enumerate(rest)}
    for compound, n in order:
        key = (compound.parcel.key, n)
        _shed(world, compound, n, fixed.get(key) or share[key])
    _private(world, next(c for c in compounds if c.parcel.key == "bhyh"))


def _shed(world: World, compound: Compound, n: int, piles: int) -> None:
    lot, parcel = compound.lot, compound.parcel
    length = max(12.0, piles * 2.4)
    a, b, along = _against_wall(world, compound, length, n)
    turn = 0 if along == "a" else 90
    name = "地上车棚" if parcel.key == "dxdb" else f"{n}号车棚"
    shed_id = f"shed-{parcel.key}-{n}"
    world.add("sheds", shed_id, lot.rect(a, b, length, 4.2, turn), name=f"{parcel.name} {name}", compound=parcel.name)
    before = len([p for p in world.of("piles") if p.props["shed_id"].startswith(f"shed-{parcel.key}-")])
    for k in range(piles):
        along_m = (k - (piles - 1) / 2) * (length - 3) / max(piles, 1)
        dx, dy = (along_m, 0.0) if along == "a" else (0.0, along_m)
        number = before + k + 1
        world.add(
            "piles",
            f"pile-{parcel.key}-{number:02d}",
            Point(lot.spot(a, b, dx, dy)),
            name=f"桩 {number:02d}",
            compound=f"{parcel.name} {name}",
            shed_id=shed_id,
            sockets=12,
            kind="ebike",
        )


def _against_wall(world: World, compound: Compound, length: float, n: int) -> tuple[float, float, str]:
    """Between wall and ring road, clear of gates and other sheds."""
    lot = compound.lot
    spots = [(lot.width * s, 3.2, "a") for s in (0.3, 0.66, 0.5)] + [
        (lot.width * s, lot.depth - 3.2, "a") for s in (0.6, 0.3)
    ]
    spots += [(3.2, lot.depth * t, "b") for t in (0.3, 0.7)] + [
        (lot.width - 3.2, lot.depth * t, "b") for t in (0.7, 0.3)
    ]
    spots = spots[(n - 1) * 2 :] + spots[: (n - 1) * 2]
    for a, b, along in spots:
        shape = lot.rect(a, b, length, 4.2, 0 if along == "a" else 90)
        gates = all(shape.distance(Point(at)) > 5 for _, at, _ in compound.gates)
        if gates and world.is_free(shape, 0.5) and all(shape.distance(s.shape) > 2 for s in world.of("sheds")):
            return a, b, along
    return spots[0]


def _private(world: World, compound: Compound) -> None:
    """Sixty private piles along the ring road of 滨湖一号, one socket each."""
    lot = compound.lot
    for k in range(60):
        a = lot.width - 3.0 if k < 40 else 12 + (k - 40) * 3.6
        b = 24 + k * (lot.depth - 48) / 40 if k < 40 else lot.depth - 3.0
        world.add(
            "piles",
            f"pile-bhyh-s{k + 1:02d}",
            lot.point(a, b),
            name=f"私桩 {k + 1:02d}",
            compound=compound.parcel.name,
            sockets=1,
            kind="private",
        )


def lifts(world: World, compounds: list[Compound]) -> None:
    """荟萃花园南区 1号楼 has eight; then the tallest houses until there are a hundred."""

    def units(compound: Compound, house: House) -> list[tuple[Compound, House, int, int]]:
        return [(compound, house, u, k) for u in range(1, house.units + 1) for k in range(1, max(house.lifts, 1) + 1)]

    tall = [(c, h) for c in compounds for h in c.houses if h.levels >= 9]
    tall.sort(key=lambda pair: (-pair[1].lifts, -pair[1].levels, pair[0].parcel.key, pair[1].number))
    chosen = [one for pair in tall for one in units(*pair)][:LIFTS]
    for compound, house, unit, k in chosen:
        dx = (unit - (house.units + 1) / 2) * house.unit_m + (k - 1) * 2.2
        at = Point(compound.lot.spot(house.a, house.b, dx, house.depth / 2 - 4))
        name = f"{compound.parcel.name} {house.number}号楼 {unit}单元 {k}号梯"
        world.add("lifts", f"lift-{house.id}-{unit}-{k}", at, building_id=house.id, unit=f"{unit}单元", name=name)

"""Streets of the grid, lanes between the parcels of a block, the rows of shops along them, hydrants."""

from __future__ import annotations

from frame import XY, ground_line
from names import SHOP_KINDS, shop_name
from plan import AVENUES, BEYOND, PARCELS, STREETS, Parcel, block, bounds
from shapely.geometry import LineString, Point, Polygon
from world import World

WEST, EAST = AVENUES[0].at - BEYOND, AVENUES[-1].at + BEYOND
NORTH = STREETS[-1].at + BEYOND


def lay(world: World) -> None:
    for avenue in AVENUES:
        world.way(
            ground_line([(avenue.at, STREETS[0].at - 8), (avenue.at, NORTH)]), avenue.cls, avenue.name, public=True
        )
    for street in STREETS:
        world.way(ground_line([(WEST, street.at), (EAST, street.at)]), street.cls, street.name, public=True)
    for parcel in PARCELS:
        if parcel.part in ("W", "S"):
            world.way(_lane(parcel), "service", parcel.lane, public=True)


def _lane(parcel: Parcel) -> LineString:
    u0, v0, u1, v1 = bounds(parcel)
    return ground_line([(u1, v0), (u1, v1)]) if parcel.part == "W" else ground_line([(u0, v1), (u1, v1)])


def shops(world: World, parcel: Parcel, gates: list[tuple[str, XY, str]], margin: float) -> None:
    """Rows of shop houses between wall and pavement, open where a gate is."""
    for side in parcel.shops:
        _row(world, parcel, side, [Point(at) for _, at, of in gates if of == side], margin)


def _row(world: World, parcel: Parcel, side: str, openings: list[Point], depth: float) -> None:
    u0, v0, u1, v1 = bounds(parcel)
    start, end = (v0, v1) if side in "WE" else (u0, u1)
    near = {
        "W": AVENUES[parcel.column],
        "E": AVENUES[parcel.column + 1],
        "S": STREETS[parcel.row],
        "N": STREETS[parcel.row + 1],
    }[side]
    front = near.half + near.walk
    at, sign = near.at, (1 if side in "WS" else -1)
    here, number = start + 24, 0
    while here < end - 26:
        length = min(world.rng.uniform(28, 62), end - 22 - here)
        deep = depth - world.rng.choice((0, 0, 1.5, 3))
        span = [(at + sign * front, here), (at + sign * (front + deep), here + length)]
        shape = _box(span, side)
        if (
            length > 11
            and all(shape.distance(gate) > 6 for gate in openings)
            and world.is_free(shape, 1.5)
            and not world.is_crossed(shape)
        ):
            number += 1
            _shop_house(world, parcel, side, number, shape, near.name)
        here += length + world.rng.choice((1.5, 2.5, 9))


def _box(span: list[XY], side: str) -> Polygon:
    from frame import Lot

    (p0, q0), (p1, q1) = span
    u0, u1, v0, v1 = (p0, p1, q0, q1) if side in "WE" else (q0, q1, p0, p1)
    return Lot.of_plan(min(u0, u1), min(v0, v1), max(u0, u1), max(v0, v1)).polygon


def _shop_house(world: World, parcel: Parcel, side: str, number: int, shape: Polygon, street: str) -> None:
    id = f"{parcel.key}-sp-{side.lower()}{number}"
    levels = world.rng.choice((1, 2, 2, 3))
    world.add("buildings", id, shape, name="", use="shop", levels=levels)
    for n in range(world.rng.choice((1, 1, 2, 2, 3))):
        kind = world.rng.choice(SHOP_KINDS)
        place = shape.exterior.interpolate((0.08 + 0.13 * n) * shape.exterior.length)
        inside = Point(place.x + (shape.centroid.x - place.x) * 0.3, place.y + (shape.centroid.y - place.y) * 0.3)
        world.add("shops", world.new_id("shop"), inside, name=shop_name(world.rng, kind), kind=kind, street=street)


def hydrants(world: World) -> None:
    """One about every 120 m of street, at the kerb."""
    for way in [w for w in world.ways if w.cls in ("main", "street")]:
        metres = 60.0
        while metres < way.line.length:
            p, q = way.line.interpolate(metres), way.line.interpolate(metres + 1)
            side = 10 if way.cls == "main" else 7
            at = Point(p.x - (q.y - p.y) * side, p.y + (q.x - p.x) * side)
            world.add("hydrants", world.new_id("hyd"), at, name=f"{way.name} 消火栓", kind="street")
            metres += 122


def crossing(column: int, row: int) -> XY:
    """The plan's place where two streets of the grid meet."""
    return AVENUES[column].at, STREETS[row].at


__all__ = ["block", "crossing", "hydrants", "lay", "shops"]

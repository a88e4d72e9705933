"""The old street: low houses along narrow lanes, no two alike."""

from __future__ import annotations

from itertools import pairwise

from frame import Lot
from names import SHOP_KINDS, shop_name
from plan import Parcel
from shapely.geometry import LineString, Point, Polygon
from world import World


def build(world: World, parcel: Parcel, lot: Lot) -> None:
    """Low houses along narrow lanes, no two alike; lanes open to the streets around."""
    lanes = [lot.depth * t for t in (0.0, 0.24, 0.5, 0.76, 1.0)]
    cross = [lot.width * t for t in ((0.0, 0.36, 0.7, 1.0) if lot.width > 200 else (0.0, 0.5, 1.0))]
    for b in lanes[1:-1]:
        _through(world, lot, [(-2, b), (lot.width + 2, b)], f"{parcel.name[:2]}{'东中西'[lanes.index(b) - 1]}巷")
    for a in cross[1:-1]:
        _through(world, lot, [(a, -2), (a, lot.depth + 2)], "")
    number = 0
    for south, north in pairwise(lanes):
        for west, east in pairwise(cross):
            number = _houses(world, parcel, lot, (west, south, east, north), number)


def _through(world: World, lot: Lot, ends: list[tuple[float, float]], name: str) -> None:
    """A lane from street to street."""
    first, last = lot.at(*ends[0]), lot.at(*ends[-1])
    here, there = world.nearest_street(first), world.nearest_street(last)
    world.way(LineString([(here.x, here.y), first, last, (there.x, there.y)]), "path", name)


def _houses(world: World, parcel: Parcel, lot: Lot, box: tuple[float, float, float, float], number: int) -> int:
    west, south, east, north = box
    rows = [south + 3.2 + 8.5, north - 3.2 - 8.5]
    for b in rows:
        here = west + 3.5
        while here < east - 11:
            width, depth = world.rng.uniform(14, 32), world.rng.uniform(12, 17)
            width = min(width, east - 3.5 - here)
            shape: Polygon = lot.rect(here + width / 2, b, width - 0.8, depth, world.rng.uniform(-1.5, 1.5))
            if width > 7 and world.rng.random() > 0.24 and world.is_free(shape, 0.3):
                number += 1
                id = f"{parcel.key}-{number:02d}"
                world.add(
                    "buildings",
                    id,
                    shape,
                    name=f"{number}号",
                    compound=parcel.name,
                    compound_id=parcel.key,
                    use="shop",
                    levels=world.rng.choice((1, 1, 2)),
                )
                if number % 3 == 0:
                    kind = world.rng.choice(SHOP_KINDS)
                    world.add(
                        "shops",
                        world.new_id("shop"),
                        Point(shape.centroid),
                        name=shop_name(world.rng, kind),
                        kind=kind,
                        street=parcel.name,
                    )
            here += width + world.rng.choice((0.2, 0.2, 2.4))
    return number

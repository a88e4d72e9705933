"""Households of party members, the fifth level: three in each grid that has homes. All names are invented."""

from __future__ import annotations

import random

from names import people
from registers import Grid
from shapely.geometry import Point
from world import Thing, World

PER_GRID = 3


def homes(world: World, grids: list[Grid], seed: int) -> None:
    """Own chance, so that a change to the map does not rename everybody; each just inside another door."""
    rng = random.Random(seed + 5)
    names = iter(people(rng, PER_GRID * len(grids)))
    houses = {b.id: b for b in world.of("buildings") if b.props.get("households")}
    doors = [d for d in world.of("entrances") if d.props["building_id"] in houses]
    for grid in sorted(grids, key=lambda g: g.code):
        inside = [d for d in doors if grid.shape.contains(houses[d.props["building_id"]].shape.centroid)]
        for n, door in enumerate(rng.sample(inside, min(PER_GRID, len(inside))), 1):
            _home(world, f"dyh-{grid.code[6:]}-{n}", next(names), grid.code, door, houses[door.props["building_id"]])


def _home(world: World, id: str, name: str, grid_code: str, door: Thing, house: Thing) -> None:
    middle = house.shape.centroid
    at = Point(door.shape.x + (middle.x - door.shape.x) * 0.3, door.shape.y + (middle.y - door.shape.y) * 0.3)
    unit = door.props["unit"]
    world.add("party_homes", id, at, name=name, building_id=house.id, unit=unit, grid_code=grid_code)

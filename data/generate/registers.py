"""Grids and areas: every parcel belongs to one grid, the lake shore to those above it."""

from __future__ import annotations

from dataclasses import dataclass

import shapely
from frame import ground_polygon
from plan import COMMUNITIES, DISTRICT_CODE, DISTRICT_NAME, PARCELS, SOUTH_END, STREET_CODES, STREETS, Parcel, bounds
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry
from world import World


@dataclass
class Cell:
    """A piece of ground that cannot be shared between grids."""

    parcel: Parcel
    box: tuple[float, float, float, float]
    half: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        u0, v0, u1, v1 = self.box
        return (u0 + u1) / 2, (v0 + v1) / 2

    @property
    def shape(self) -> Polygon:
        u0, v0, u1, v1 = self.box
        return ground_polygon([(u0, v0), (u1, v0), (u1, v1), (u0, v1)])


@dataclass
class Grid:
    """``households`` are those of the houses inside."""

    homes: Cell
    shape: BaseGeometry
    households: int
    code: str = ""
    name: str = ""

    @property
    def community(self) -> str:
        return self.homes.parcel.community


def cells() -> list[Cell]:
    out = []
    for parcel in PARCELS:
        u0, v0, u1, v1 = bounds(parcel)
        if parcel.row == 0:
            v0 = SOUTH_END
        if parcel.more.get("halves"):
            um = u0 + (u1 - u0) * 0.585  # between the third and the fourth column of houses
            out += [Cell(parcel, (u0, v0, um, v1)), Cell(parcel, (um, v0, u1, v1), 1)]
        else:
            out.append(Cell(parcel, (u0, v0, u1, v1)))
    return out


def cut(world: World) -> list[Grid]:
    """One grid round each compound (two in the largest), the other parcels added to the nearest of their community."""
    everything = cells()
    homes = [cell for cell in everything if cell.parcel.grid]
    shapes: dict[int, list[Polygon]] = {n: [cell.shape] for n, cell in enumerate(homes)}
    for cell in everything:
        if not cell.parcel.grid:
            own = [n for n, home in enumerate(homes) if home.parcel.community == cell.parcel.community]
            nearest = min(own, key=lambda n: (homes[n].shape.distance(cell.shape), _apart(homes[n], cell)))
            shapes[nearest].append(cell.shape)
    grids = [Grid(cell, shapely.union_all(shapes[n], grid_size=0.01), 0) for n, cell in enumerate(homes)]
    for grid in grids:
        inside = [b for b in world.of("buildings") if grid.shape.contains(b.shape.centroid)]
        grid.households = sum(b.props.get("households", 0) for b in inside)
    _number(grids)
    return grids


def _apart(one: Cell, other: Cell) -> float:
    return abs(one.middle[0] - other.middle[0]) + abs(one.middle[1] - other.middle[1])


def _number(grids: list[Grid]) -> None:
    """Bands from north to south, west to east within a band, for communities in their street and grids in theirs."""

    def order(grid: Grid) -> tuple[float, float]:
        u, v = grid.homes.middle
        return round((STREETS[-1].at - v) / 175), u

    communities: dict[str, dict[str, str]] = {street: {} for street in STREET_CODES}
    counts: dict[str, int] = {}
    for grid in sorted(grids, key=order):
        names = communities[COMMUNITIES[grid.community]]
        names.setdefault(grid.community, f"{len(names) + 1:03d}")
        counts[grid.community] = counts.get(grid.community, 0) + 1
        street = STREET_CODES[COMMUNITIES[grid.community]]
        grid.code = f"{DISTRICT_CODE}{street}{names[grid.community]}{counts[grid.community]:03d}"
        grid.name = f"{grid.community}第{'一二三四五六'[counts[grid.community] - 1]}网格"


def write(world: World, grids: list[Grid]) -> None:
    for grid in sorted(grids, key=lambda g: g.code):
        world.add(
            "grids",
            grid.code,
            grid.shape,
            code=grid.code,
            name=grid.name,
            households=grid.households,
            community=grid.community,
            street=COMMUNITIES[grid.community],
        )
    whole = shapely.union_all([g.shape for g in grids], grid_size=0.01)
    world.add("areas", DISTRICT_CODE, whole, name=DISTRICT_NAME, level="district", code=DISTRICT_CODE)
    for street, code in STREET_CODES.items():
        shape = shapely.union_all([g.shape for g in grids if COMMUNITIES[g.community] == street], grid_size=0.01)
        id = DISTRICT_CODE + code
        world.add("areas", id, shape, name=street, level="street", parent=DISTRICT_CODE, code=id)
    for community in COMMUNITIES:
        own = [g for g in grids if g.community == community]
        code = own[0].code[:12]
        shape = shapely.union_all([g.shape for g in own], grid_size=0.01)
        world.add("areas", code, shape, name=community, level="community", parent=code[:9], code=code)
        world.add("places", f"place-{code}", shape.representative_point(), name=community, kind="community")

"""Make the demo district anew: ``python data/generate``. The same seed gives the same files, byte by byte."""

from __future__ import annotations

import random
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import civic
import compound
import devices
import gates
import nature
import network
import party
import people
import registers
import streets
from plan import CIVIC, HOMES, PARCELS, Parcel
from shapely.geometry import Point
from world import World

import assets

SEED = 20261121
DATA = Path(__file__).resolve().parents[1]


def make(seed: int = SEED) -> tuple[World, list[registers.Grid]]:
    world = World(random.Random(seed))
    streets.lay(world)
    homes = [_home(world, parcel) for parcel in HOMES]
    others = [(nature.park if parcel.make in ("park", "lake_park") else civic.build)(world, parcel) for parcel in CIVIC]
    for one in homes:
        gates.doors(world, one)
    nature.lake(world)
    nature.canal(world)
    for one in (*homes, *others):
        streets.shops(world, one.parcel, one.gates, compound.SHOP_M)
    lodges(world, homes)
    nature.farmland(world)
    streets.hydrants(world)
    assets.sheds_and_piles(world, homes)
    assets.lifts(world, homes)
    devices.fire(world, homes)
    devices.cameras(world, [*homes, *others])
    grids = registers.cut(world)
    registers.write(world, grids)
    party.homes(world, grids, seed)
    network.lay(world)
    return world, grids


def _home(world: World, parcel: Parcel) -> compound.Compound:
    one = compound.build(world, parcel)
    gates.open_in(world, one)
    gates.gardens(world, one)
    return one


def lodges(world: World, homes: list[compound.Compound]) -> None:
    """A porter's lodge at each main gate and a transformer house by the ring road."""
    for one in homes:
        lot, (_, at, side) = one.lot, one.gates[0]
        dx, dy = {"W": (4, 9), "E": (-4, 9), "S": (9, 4), "N": (9, -4)}[side]
        a, b = lot.find(at)
        for n, (s, t, w, d, name) in enumerate(
            ((a + dx, b + dy, 4.2, 5.0, "门卫室"), (lot.width - 4, 5, 5, 6, "配电室")), 1
        ):
            shape = lot.rect(s, t, w, d)
            if world.is_free(shape, 0.8) and all(shape.distance(Point(g)) > 2.5 for _, g, _ in one.gates):
                id = f"{one.parcel.key}-u{n}"
                world.add(
                    "buildings",
                    id,
                    shape,
                    name=name,
                    compound=one.parcel.name,
                    compound_id=one.parcel.key,
                    use="utility",
                    levels=1,
                )


def main() -> None:
    world, grids = make()
    for old in (DATA / "district").glob("*.geojson"):
        old.unlink()
    world.write(DATA / "district")
    people.register(world, grids, DATA, SEED)
    homes = [b for b in world.of("buildings") if b.props["use"] == "residential"]
    print({name: len(things) for name, things in sorted(world.layers.items())})
    print(f"{len(homes)} residential, {sum(b.props['households'] for b in homes)} households, {len(PARCELS)} parcels")
    print(
        "households by grid", [(g.code, g.homes.parcel.key, g.households) for g in sorted(grids, key=lambda g: g.code)]
    )
    print("parts of the network", network.islands(world)[:5])


if __name__ == "__main__":
    main()

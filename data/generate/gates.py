"""The gates of a compound or campus, the gardens between its houses, the way from each door."""

from __future__ import annotations

from compound import RING, Compound
from frame import XY, Lot
from shapely.geometry import LineString, Point, Polygon
from world import World

_SIDE_NAMES = {"N": "北门", "S": "南门", "E": "东门", "W": "西门"}


def gate_point(lot: Lot, side: str, share: float) -> tuple[XY, XY]:
    """A point on the wall and one on the ring road straight inside."""
    w, d = lot.width, lot.depth
    return {
        "W": (lot.at(0, d * share), lot.at(RING, d * share)),
        "E": (lot.at(w, d * share), lot.at(w - RING, d * share)),
        "S": (lot.at(w * share, 0), lot.at(w * share, RING)),
        "N": (lot.at(w * share, d), lot.at(w * share, d - RING)),
    }[side]


def open_in(world: World, compound: Compound) -> None:
    """The first is the main gate, open day and night with a barrier for cars; the others close for the night."""
    parcel, lot = compound.parcel, compound.lot
    for n, side in enumerate(parcel.gates.split()):
        share = world.rng.choice((0.38, 0.5, 0.62)) if n == 0 else world.rng.choice((0.24, 0.3, 0.7, 0.76))
        at, inside = gate_point(lot, side, share)
        name = _SIDE_NAMES[side]
        street = world.nearest_street(at)
        world.way(LineString([inside, at, (street.x, street.y)]), "service" if n == 0 else "path")
        hours = "" if n == 0 else world.rng.choice(("06:00-23:00", "05:30-23:30", "06:00-22:30"))
        world.add(
            "gates",
            f"gate-{parcel.key}-{n + 1}",
            Point(at),
            name=f"{parcel.name} {name}",
            compound=parcel.name,
            kind="gate",
            foot="yes",
            open_hours=hours,
        )
        compound.gates.append((name, at, side))


def gardens(world: World, compound: Compound) -> None:
    """Empty slots are gardens with a path across; every lot has green strips south of its rows."""
    lot, parcel = compound.lot, compound.parcel
    columns, rows, size = compound.slots
    for c, r in parcel.more.get("garden", ()):
        a, b = columns[c], rows[r]
        w, d = size[0] / 2 - 1, size[1] / 2 + 4
        oval = [
            (-w, -d * 0.6),
            (-w * 0.7, -d),
            (w * 0.7, -d),
            (w, -d * 0.6),
            (w, d * 0.6),
            (w * 0.7, d),
            (-w * 0.7, d),
            (-w, d * 0.6),
        ]
        world.add("green", world.new_id("green"), lot.shape(a, b, oval), name=f"{parcel.name}花园", kind="garden")
    for b in rows:
        for a in columns:
            strip: Polygon = lot.rect(a, b - size[1] / 2 - 4.5, size[0] * 0.82, 3.6)
            if lot.polygon.buffer(-3).contains(strip) and world.is_free(strip, 0.4):
                world.add("green", world.new_id("green"), strip, kind="grass")


def doors(world: World, compound: Compound) -> None:
    """A short path from each door to the inner way in front of it."""
    lines = [
        w.line for w in world.ways if w.cls in ("path", "service") and w.line.within(compound.lot.polygon.buffer(1))
    ]
    for house in compound.houses:
        for door in house.doors:
            east, north = compound.lot.north(30)
            ray = LineString([door, (door[0] + east, door[1] + north)])
            hits = [p for line in lines if not (p := ray.intersection(line)).is_empty]
            if hits:
                near = min(
                    (Point(h.coords[0]) if h.geom_type != "Point" else h for h in hits), key=Point(door).distance
                )
                world.way(LineString([door, (near.x, near.y)]), "path")

"""What is not a compound: schools, hospital, market, mall, offices, stadium, station, works, the old street."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import gates
import old_town
from compound import Compound, lot_of
from frame import Lot
from plan import Parcel
from world import World

#: name, use, levels, middle (share of the lot's width and depth), size in metres
Block = tuple[str, str, int, float, float, float, float]


def _read() -> dict[str, list[Block]]:
    out: dict[str, list[Block]] = {}
    with (Path(__file__).parent / "civic.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            numbers = (float(row[column]) for column in ("share_a", "share_b", "width", "depth"))
            out.setdefault(row["make"], []).append((row["name"], row["use"], int(row["levels"]), *numbers))
    return out


TEMPLATES = _read()


def build(world: World, parcel: Parcel) -> Compound:
    lot = lot_of(parcel)
    compound = Compound(parcel, lot)
    world.add(
        "places", f"place-{parcel.key}", lot.point(lot.width / 2, lot.depth / 2), name=parcel.name, kind=parcel.make
    )
    if parcel.make == "old_street":
        old_town.build(world, parcel, lot)
        return compound
    for n, template in enumerate(TEMPLATES.get(parcel.make, ()), 1):
        _block(world, parcel, lot, n, template)
    if parcel.make in ("school", "stadium"):
        _field(world, lot, parcel.make)
    if parcel.make == "works":
        _tanks(world, parcel, lot)
    if parcel.make in TEMPLATES:
        world.add("compounds", parcel.key, lot.polygon, name=parcel.name)
        _yard_roads(world, lot, parcel.make)
        _lawns(world, lot)
        gates.open_in(world, compound)
    return compound


def _block(world: World, parcel: Parcel, lot: Lot, n: int, template: Block) -> None:
    name, use, levels, s, t, width, depth = template
    width = width * lot.width if width < 1 else min(width, lot.width * 0.9)
    depth = min(depth, lot.depth * 0.4)
    a, b = lot.width * s, lot.depth * t
    outline = _outline(world, use, width / 2, depth / 2)
    shape = lot.shape(a, b, outline)
    name = name if name.startswith(parcel.name[:2]) else f"{parcel.name}{name}"
    world.add("buildings", f"{parcel.key}-{n:02d}", shape, name=name, compound_id=parcel.key, use=use, levels=levels)


def _outline(world: World, use: str, w: float, d: float) -> list[tuple[float, float]]:
    """A plain block, or one with wings, a notch or a bay, so that not all is a rectangle."""
    box = [(-w, -d), (w, -d), (w, d), (-w, d)]
    if use in ("school", "hospital") and w > 25 and d < 12:
        wing = min(16.0, d * 2)
        return [
            (-w, -d - wing * 0.6),
            (-w + 13, -d - wing * 0.6),
            (-w + 13, -d),
            (w - 13, -d),
            (w - 13, -d - wing * 0.6),
            (w, -d - wing * 0.6),
            (w, d),
            (-w, d),
        ]
    if use == "mall":
        return [
            (-w, -d * 0.6),
            (-w * 0.8, -d),
            (w * 0.5, -d),
            (w * 0.62, -d * 0.7),
            (w, -d * 0.7),
            (w, d * 0.7),
            (w * 0.7, d),
            (-w, d),
        ]
    if use in ("office", "culture", "community_centre") and w > 18 and d > 11 and world.rng.random() < 0.7:
        return [
            (-w, -d),
            (-w * 0.35, -d),
            (-w * 0.35, -d * 0.7),
            (w * 0.35, -d * 0.7),
            (w * 0.35, -d),
            (w, -d),
            (w, d),
            (-w, d),
        ]
    if use == "sport" and w > 28:
        return [(w * math.cos(x), d * math.sin(x)) for x in (k * math.pi / 14 for k in range(28))]
    return box


def _field(world: World, lot: Lot, make: str) -> None:
    """The running track: a straight with two half circles, the grass inside it."""
    if make == "stadium":
        a, b, straight, radius, turn = lot.width * 0.52, lot.depth * 0.42, 42.0, 44.0, 90.0
    else:
        radius = min(30.0, lot.width * 0.24, lot.depth * 0.2)
        a, b, straight, turn = (
            lot.width * 0.5,
            lot.depth * 0.28,
            radius * 0.75,
            (90.0 if lot.depth > lot.width else 0.0),
        )
    for size, kind in ((1.0, "track"), (0.74, "pitch")):
        r = radius * size
        arc = [k * math.pi / 10 - math.pi / 2 for k in range(11)]
        ring = [(straight + r * math.cos(x), r * math.sin(x)) for x in arc]
        ring += [(-straight - r * math.cos(x), -r * math.sin(x)) for x in arc]
        world.add("green", world.new_id("green"), lot.shape(a, b, ring, turn), kind=kind)


def _tanks(world: World, parcel: Parcel, lot: Lot) -> None:
    for n in range(6):
        at = lot.point(lot.width * (0.79 + 0.065 * (n % 2)), lot.depth * (0.1 + 0.1 * (n // 2)))
        world.add("buildings", f"{parcel.key}-t{n + 1}", at.buffer(9, quad_segs=5), name="", use="tank", levels=1)


def _lawns(world: World, lot: Lot) -> None:
    """Beds of grass and trees where the yard is bare, clear of houses and ways."""
    taken = [w.line for w in world.ways if w.line.intersects(lot.polygon)] + [
        g.shape for g in world.of("green") if g.shape.intersects(lot.polygon)
    ]
    for i in range(5):
        for k in range(6):
            a, b = lot.width * (0.14 + 0.18 * i), lot.depth * (0.12 + 0.152 * k)
            width, depth = (
                lot.width * world.rng.uniform(0.09, 0.16),
                min(20.0, lot.depth * 0.09) * world.rng.uniform(0.7, 1.2),
            )
            lawn = lot.rect(a, b, width, depth).buffer(-2).buffer(2)
            if world.rng.random() > 0.3 and world.is_free(lawn, 5) and all(lawn.distance(other) > 3 for other in taken):
                world.add("green", world.new_id("green"), lawn, kind="grass")


def _yard_roads(world: World, lot: Lot, make: str) -> None:
    w, d = lot.width, lot.depth
    world.way(lot.line((7, 7), (w - 7, 7), (w - 7, d - 7), (7, d - 7), (7, 7)), "service")
    middles = {"school": (0.69, 0.55), "market": (0.23, 0.405, 0.575, 0.75), "works": (0.29, 0.46, 0.62, 0.78)}.get(
        make, (0.5,)
    )
    for t in middles:
        tries = [
            lot.line((7, d * (t + by)), (w - 7, d * (t + by))) for by in (0, 0.03, -0.03, 0.06, -0.06, 0.1, -0.1, 0.15)
        ]
        free = next((line for line in tries if world.is_free(line, 2.5)), None)
        if free is not None:
            world.way(free, "path" if make == "school" else "service")

"""Parks, the canal, the salt lake with its dykes and promenade."""

from __future__ import annotations

import math

import shapely
from compound import Compound, lot_of
from frame import Lot, ground, ground_line, ground_polygon
from plan import AVENUES, BANK_HALF, CANAL_HALF, CANAL_V, STREETS, Parcel
from shapely.geometry import LineString, Point, Polygon
from world import World

SHORE_V = STREETS[0].at - 95


def shore(u: float) -> float:
    """How far south the land reaches at ``u``."""
    return SHORE_V + 26 * math.sin(u / 210 + 1.1) + 13 * math.sin(u / 83) + 5 * math.sin(u / 31)


def lake(world: World) -> None:
    west, east, south = -1900, 1900, -2300
    edge = [(u, shore(u)) for u in range(west, east + 1, 25)]
    water = Polygon([ground(u, v) for u, v in [*edge, (east, south), (west, south)]])
    dykes = [_dyke(v) for v in (-820, -1120, -1500)] + [_cross_dyke(u) for u in (-620, 60, 700)]
    ponds = shapely.difference(water, shapely.union_all(dykes))
    for n, pond in enumerate(sorted(shapely.get_parts(ponds), key=lambda p: -p.area), 1):
        if pond.area > 3000:
            world.add("water", f"lake-{n:02d}", pond.simplify(0.8), name="盐湖" if n <= 2 else "", kind="salt_lake")
    promenade = LineString(
        [ground(u, shore(u) + 9) for u in range(int(AVENUES[0].at) - 150, int(AVENUES[-1].at) + 151, 25)]
    )
    world.way(promenade, "path", "环湖步道")
    for u in (-840, -480, -300, -130, 60, 215, 380, 540, 700, 880):
        _down(world, u, "path" if u in (-840, 215, 880) else "steps")
    walk = [(60, shore(60) + 9), (60, -816), (-620, -816)]
    world.way(ground_line(walk), "path", "盐池堤")
    bank = [(u, shore(u) + 1) for u in range(-1000, 1051, 25)]
    rim = [(u, STREETS[0].at - 22) for u in range(1050, -1001, -50)]
    world.add(
        "green", "green-lakeside", Polygon([ground(u, v) for u, v in [*bank, *rim]]), name="滨湖绿带", kind="park"
    )


def _dyke(v: float) -> Polygon:
    return LineString([ground(u, v + 18 * math.sin(u / 400)) for u in range(-1900, 1901, 100)]).buffer(4)


def _cross_dyke(u: float) -> Polygon:
    return ground_line([(u, -500), (u + 40, -2300)]).buffer(4)


def _down(world: World, u: float, cls: str) -> None:
    """From the lake road to the promenade: a ramp, or steps."""
    foot = Point(ground(u, shore(u) + 9))
    path = next(w.line for w in world.ways if w.name == "环湖步道")
    end = path.interpolate(path.project(foot))
    start = world.nearest_street(ground(u, STREETS[0].at - 6), ("main",))
    world.way(LineString([(start.x, start.y), (end.x, end.y)]), cls)


def canal(world: World) -> None:
    def strip(half: float) -> Polygon:
        centre = [(u, CANAL_V + 3 * math.sin(u / 120)) for u in range(-1010, 1051, 20)]
        return LineString([ground(u, v) for u, v in centre]).buffer(half, cap_style="flat")

    world.add("green", "green-canal", strip(BANK_HALF - 2), name="安河绿廊", kind="park")
    world.add("water", "canal", strip(CANAL_HALF), name="安河", kind="canal")
    for offset in (CANAL_HALF + 4, -CANAL_HALF - 4):
        world.way(
            ground_line([(AVENUES[0].at, CANAL_V + offset), (AVENUES[-1].at, CANAL_V + offset)], 20), "path", "安河步道"
        )


def park(world: World, parcel: Parcel) -> Compound:
    """Lawn, a pond of bays, winding paths, a pavilion or two."""
    lot = lot_of(parcel)
    compound = Compound(parcel, lot)
    world.add("green", f"green-{parcel.key}", lot.polygon.buffer(-2), name=parcel.name, kind="park")
    world.add(
        "places", f"place-{parcel.key}", lot.point(lot.width * 0.5, lot.depth * 0.82), name=parcel.name, kind="park"
    )
    pond = _pond(lot)
    world.add("water", f"pond-{parcel.key}", pond, name="北湖" if parcel.make == "park" else "", kind="pond")
    around = shapely.buffer(pond, 11).exterior.simplify(1.0)
    world.way(LineString(around.coords), "path")
    outer = lot.polygon.buffer(-16).buffer(-22).buffer(22).exterior.simplify(0.6)
    world.way(LineString(outer.coords), "path")
    _spokes(world, lot, around, outer)
    _pavilions(world, parcel, lot)
    return compound


def _pond(lot: Lot) -> Polygon:
    w, d = lot.width * 0.24, lot.depth * 0.2
    ring = []
    for k in range(48):
        x = k * math.pi / 24
        r = 1 + 0.2 * math.sin(2 * x + 0.7) + 0.11 * math.sin(3 * x) + 0.05 * math.sin(5 * x)
        ring.append((w * r * math.cos(x), d * r * math.sin(x)))
    return lot.shape(lot.width * 0.52, lot.depth * 0.46, ring)


def _spokes(world: World, lot: Lot, around: LineString, outer: LineString) -> None:
    """Winding ways from the streets (the park has no wall) past the outer path to the pond."""
    ends = [(0.5, 0), (1, 0.42), (0.5, 1), (0, 0.56), (0.16, 0), (0.86, 1), (0, 0.16), (1, 0.86)]
    for n, (s, t) in enumerate(ends):
        at = lot.at(lot.width * s, lot.depth * t)
        street, shore_at = world.nearest_street(at, ("main", "street")), around.interpolate(around.project(Point(at)))
        bend = 12 * (-1) ** n
        dx, dy = shore_at.x - at[0], shore_at.y - at[1]
        length = math.hypot(dx, dy)
        curve = [
            (
                at[0] + dx * k / 8 - dy / length * bend * math.sin(math.pi * k / 4),
                at[1] + dy * k / 8 + dx / length * bend * math.sin(math.pi * k / 4),
            )
            for k in range(9)
        ]
        world.way(LineString([(street.x, street.y), *curve]), "path")


def _pavilions(world: World, parcel: Parcel, lot: Lot) -> None:
    spots = [
        (0.2, 0.24, "观景亭", 9, 9),
        (0.82, 0.26, "茶室", 16, 10),
        (0.84, 0.8, "管理房", 14, 9),
        (0.18, 0.84, "公厕", 10, 6),
    ]
    if parcel.make == "lake_park":
        spots += [(0.28, 0.86, "盐湖博物馆", 74, 40), (0.75, 0.88, "游客中心", 40, 18)]
    for n, (s, t, name, w, d) in enumerate(spots, 1):
        shape = lot.rect(lot.width * s, lot.depth * t, w, d, turn=world_turn(n))
        if world.is_free(shape, 2):
            use = "culture" if w > 30 else "park"
            world.add(
                "buildings",
                f"{parcel.key}-{n:02d}",
                shape,
                name=name if w > 30 else f"{parcel.name}{name}",
                use=use,
                levels=1 if w < 30 else 3,
            )


def world_turn(n: int) -> float:
    """Pavilions look where the view is."""
    return (18.0, -12.0, 0.0, 0.0, 0.0, 0.0)[(n - 1) % 6]


def farmland(world: World) -> None:
    """Green beyond the ring streets, so that the district does not end in nothing."""
    for n, (u0, v0, u1, v1) in enumerate(
        ((-1010, -420, -866, 1200), (906, -420, 1050, 1200), (-820, 1268, 860, 1400)), 1
    ):
        world.add("green", f"green-rim-{n}", ground_polygon([(u0, v0), (u1, v0), (u1, v1), (u0, v1)]), kind="farmland")

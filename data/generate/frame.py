"""From the plan's straight metres to the slightly bent, slightly turned ground, and to degrees."""

from __future__ import annotations

import math
from dataclasses import dataclass

from shapely import affinity
from shapely.geometry import LineString, Point, Polygon

LON0, LAT0 = 111.00, 35.02
METRES_PER_DEGREE = 6_371_008.8 * math.pi / 180
#: The old town was laid out a little off the compass.
TURN = math.radians(3.2)

XY = tuple[float, float]


def ground(u: float, v: float) -> XY:
    """Plan metres → ground metres east and north of (LON0, LAT0): streets bend by a few metres, as real ones do."""
    x = u + 19 * math.sin(v / 430 + 0.6) + 4 * math.sin(v / 170)
    y = v + 22 * math.sin(u / 480 + 0.3)
    return x * math.cos(TURN) - y * math.sin(TURN), x * math.sin(TURN) + y * math.cos(TURN)


def ground_line(points: list[XY], step: float = 40.0) -> LineString:
    """A straight line of the plan as it lies on the ground."""
    line = LineString(points).segmentize(step)
    return LineString([ground(u, v) for u, v in line.coords])


def ground_polygon(points: list[XY], step: float = 40.0) -> Polygon:
    return Polygon([ground(u, v) for u, v in Polygon(points).segmentize(step).exterior.coords])


def degrees(x: float, y: float) -> XY:
    """Ground metres → lon, lat."""
    return LON0 + x / (METRES_PER_DEGREE * math.cos(math.radians(LAT0))), LAT0 + y / METRES_PER_DEGREE


def metres(lon: float, lat: float) -> XY:
    """lon, lat → ground metres."""
    return (lon - LON0) * METRES_PER_DEGREE * math.cos(math.radians(LAT0)), (lat - LAT0) * METRES_PER_DEGREE


@dataclass(frozen=True)
class Lot:
    """A four-cornered piece of ground with coordinates of its own: ``a`` metres from the west, ``b`` from the south."""

    sw: XY
    se: XY
    ne: XY
    nw: XY

    @classmethod
    def of_plan(cls, u0: float, v0: float, u1: float, v1: float) -> Lot:
        return cls(ground(u0, v0), ground(u1, v0), ground(u1, v1), ground(u0, v1))

    @property
    def width(self) -> float:
        return (math.dist(self.sw, self.se) + math.dist(self.nw, self.ne)) / 2

    @property
    def depth(self) -> float:
        return (math.dist(self.sw, self.nw) + math.dist(self.se, self.ne)) / 2

    @property
    def polygon(self) -> Polygon:
        return Polygon([self.sw, self.se, self.ne, self.nw])

    @property
    def angle(self) -> float:
        """Degrees by which the lot's east is turned against the ground's."""
        return math.degrees(math.atan2(self.se[1] - self.sw[1], self.se[0] - self.sw[0]))

    def at(self, a: float, b: float) -> XY:
        s, t = a / self.width, b / self.depth
        south = (self.sw[0] + (self.se[0] - self.sw[0]) * s, self.sw[1] + (self.se[1] - self.sw[1]) * s)
        north = (self.nw[0] + (self.ne[0] - self.nw[0]) * s, self.nw[1] + (self.ne[1] - self.nw[1]) * s)
        return south[0] + (north[0] - south[0]) * t, south[1] + (north[1] - south[1]) * t

    def find(self, point: XY) -> XY:
        """The lot's coordinates of a ground point, by a few Newton-like steps (the lot is nearly a rectangle)."""
        a, b = self.width / 2, self.depth / 2
        for _ in range(20):
            x, y = self.at(a, b)
            dx, dy = point[0] - x, point[1] - y
            c, s = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
            a, b = a + dx * c + dy * s, b - dx * s + dy * c
        return a, b

    def line(self, *points: XY) -> LineString:
        return LineString([self.at(a, b) for a, b in points])

    def area(self, *points: XY) -> Polygon:
        return Polygon([self.at(a, b) for a, b in points])

    def shape(self, a: float, b: float, outline: list[XY], turn: float = 0.0) -> Polygon:
        """An outline around its own origin, set down at (a, b) with right angles kept."""
        x, y = self.at(a, b)
        return affinity.translate(affinity.rotate(Polygon(outline), self.angle + turn, origin=(0, 0)), x, y)

    def rect(self, a: float, b: float, width: float, depth: float, turn: float = 0.0) -> Polygon:
        w, d = width / 2, depth / 2
        return self.shape(a, b, [(-w, -d), (w, -d), (w, d), (-w, d)], turn)

    def spot(self, a: float, b: float, dx: float, dy: float) -> XY:
        """The ground point dx east and dy north (lot's directions, metres kept) of (a, b)."""
        x, y = self.at(a, b)
        c, s = math.cos(math.radians(self.angle)), math.sin(math.radians(self.angle))
        return x + dx * c - dy * s, y + dx * s + dy * c

    def north(self, metres: float) -> XY:
        """So many metres to the lot's north, as east and north of the ground."""
        turn = math.radians(self.angle)
        return -metres * math.sin(turn), metres * math.cos(turn)

    def point(self, a: float, b: float) -> Point:
        return Point(self.at(a, b))

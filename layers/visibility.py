"""What a camera sees of the ground: a sector cut off by buildings, and the stretches of wall that close it.

One sweep: the ends of all walls (and the grid of the arc) split the sector into intervals in which one wall is the
nearest all along, because walls do not cross. No height is known, so every building hides what is behind it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.lens import Lens
from layers.walls import Floats, Ints, Near, Walls, scale_at

#: A camera drawn this deep in a building hangs on its wall and the drawing is coarse; deeper it is an indoor one.
MOUNT_M = 3.0
#: It is put this far in front of the wall it hangs on.
ARM_M = 0.15
#: The arc is drawn with corners no farther apart: 5 mm inside the circle at 30 m.
STEP_RAD = math.radians(2.0)


@dataclass(frozen=True, slots=True)
class View:
    """What is seen from one place. ``polygon`` is empty for a camera inside a building (``indoor``).

    Stretch i of wall in view is of edge ``edge[i]`` of the Walls, from ``start[i]`` to ``end[i]`` (degrees),
    ``metres[i]`` long. ``mounted`` are the edges of the wall that the camera itself hangs on.
    """

    lon: float
    lat: float
    polygon: BaseGeometry
    indoor: bool
    edge: Ints
    start: Floats
    end: Floats
    metres: Floats
    mounted: Ints


def look(walls: Walls, lon: float, lat: float, lens: Lens) -> View:
    """The view of a camera."""
    scale, inside = scale_at(lat), walls.inside(lon, lat)
    near = walls.around(lon, lat, lens.range_m + MOUNT_M)
    here: Floats | None = np.zeros(2)
    if len(inside):
        own = np.isin(walls.owner[near.number], inside)
        ways_out = _out_of_the_wall(near.start[own], near.end[own], lens)
        here = next((p for p in ways_out if not len(walls.inside(*(np.array([lon, lat]) + p / scale)))), None)
    if here is None:
        none = np.zeros((0, 2))
        return View(lon, lat, shapely.Polygon(), True, near.number[:0], none, none, np.zeros(0), near.number[:0])
    near = Near(near.start - here, near.end - here, near.number)
    middle = math.radians(90.0 - (lens.heading or 0.0))
    half = math.pi if lens.heading is None else math.radians(lens.angle) / 2
    ring, which, starts, ends = _sweep(near, middle, half, lens.range_m)
    origin = np.array([lon, lat]) + here / scale
    metres = np.hypot(*(ends - starts).T)
    seen = metres > 0.01
    return View(
        float(origin[0]), float(origin[1]), _polygon(origin + ring / scale), False, near.number[which[seen]],
        origin + starts[seen] / scale, origin + ends[seen] / scale, metres[seen], _hangs_on(walls, near),
    )  # fmt: skip


def _sweep(near: Near, middle: float, half: float, reach: float) -> tuple[Floats, Ints, Floats, Floats]:
    """The ring of the view, and the walls in view with their ends, all in metres around the eye; angles are counted
    from the middle of the sector."""
    low, high, normal, off, of = _pieces(near, middle, half, reach)
    grid = np.linspace(-half, half, max(2, math.ceil(2 * half / STEP_RAD) + 1))
    # Rounded to 0.1 nrad (3 nm at 30 m), so that walls that meet in a corner meet in the sweep too.
    # Not beyond the ends of the sector: a whole circle that overlapped itself by 15 prad was repaired for 4 ms.
    low, high, grid = (np.clip(np.round(a, 10), -half, half) for a in (low, high, grid))
    marks = np.unique(np.concatenate([low, high, grid]))
    wall = _nearest(low, high, normal, off, marks)
    begin, finish = marks[:-1], marks[1:]
    hit = wall >= 0
    radii = np.full((2, len(wall)), reach, dtype=np.float64)
    for row, angle in enumerate((begin, finish)):
        radii[row, hit] = np.minimum(off[wall[hit]] / np.cos(angle[hit] - normal[wall[hit]]), reach)
    starts, ends = _points(begin, radii[0], middle), _points(finish, radii[1], middle)
    ring = np.stack([starts, ends], axis=1).reshape(-1, 2)
    if half < math.pi:
        ring = np.concatenate([np.zeros((1, 2)), ring])
    return ring, of[wall[hit]], starts[hit], ends[hit]


def _pieces(near: Near, middle: float, half: float, reach: float) -> tuple[Floats, Floats, Floats, Floats, Ints]:
    """Walls that face the eye within the sector and the range: from angle to angle, the direction of the shortest way
    to their line, its length, and which wall. A wall across the back is two pieces."""
    a, b = near.start, near.end
    run = b - a
    length = np.hypot(run[:, 0], run[:, 1])
    # The outside is on the right of a wall: walls that turn their back have the eye on the left.
    off = (run[:, 1] * a[:, 0] - run[:, 0] * a[:, 1]) / -np.maximum(length, 1e-12)
    of = np.flatnonzero((off > 1e-6) & (off < reach))
    a, b, run, off = a[of], b[of], run[of], off[of]
    normal = _turned(np.arctan2(run[:, 0], -run[:, 1]) - middle)
    low, high = _turned(np.arctan2(b[:, 1], b[:, 0]) - middle), _turned(np.arctan2(a[:, 1], a[:, 0]) - middle)
    # Only that part of a wall that is within the range hides anything.
    width = np.arccos(off / reach)
    back = high < low
    low, high = np.concatenate([low, low[back] - 2 * np.pi]), np.concatenate([high + back * 2 * np.pi, high[back]])
    again = np.concatenate([np.arange(len(of)), np.flatnonzero(back)])
    of, off, width, normal = of[again], off[again], width[again], normal[again]
    normal = (low + high) / 2 + _turned(normal - (low + high) / 2)  # on the same turn as the piece
    low, high = np.maximum(np.maximum(low, normal - width), -half), np.minimum(np.minimum(high, normal + width), half)
    keep = high - low > 1e-9
    return low[keep], high[keep], normal[keep], off[keep], of[keep]


def _nearest(low: Floats, high: Floats, normal: Floats, off: Floats, marks: Floats) -> Ints:
    """For each interval between marks the nearest piece, -1 where there is none."""
    first, last = np.searchsorted(marks, low), np.searchsorted(marks, high)
    count = last - first
    piece = np.repeat(np.arange(len(low)), count)
    interval = np.repeat(first - np.cumsum(count) + count, count) + np.arange(count.sum())
    centre = (marks[:-1] + marks[1:]) / 2
    metres = off[piece] / np.cos(centre[interval] - normal[piece])
    best = np.full(len(centre), np.inf)
    np.minimum.at(best, interval, metres)
    wall = np.full(len(centre), -1, dtype=np.int64)
    won = metres == best[interval]
    wall[interval[won]] = piece[won]
    return wall


def _out_of_the_wall(a: Floats, b: Floats, lens: Lens) -> Iterator[Floats]:
    """From a place inside a building to places before its walls, best first: where the camera looks, then the nearest
    way out, none farther than 3 m."""
    run, nearest = b - a, _nearest_points(a, b)
    outward = np.stack([run[:, 1], -run[:, 0]], axis=1) / np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-12)[:, None]
    metres = np.hypot(nearest[:, 0], nearest[:, 1])
    ahead = math.radians(90.0 - (lens.heading or 0.0))
    behind = outward @ np.array([math.cos(ahead), math.sin(ahead)]) < 0.2 if lens.heading is not None else metres < 0
    for best in np.lexsort((metres, behind))[:20]:
        if metres[best] <= MOUNT_M:
            yield nearest[best] + ARM_M * outward[best]


def _nearest_points(a: Floats, b: Floats) -> Floats:
    """The point of each wall that is nearest to the eye."""
    run = b - a
    share = np.clip(-(a * run).sum(axis=1) / np.maximum((run * run).sum(axis=1), 1e-12), 0.0, 1.0)
    found: Floats = a + share[:, None] * run
    return found


def _hangs_on(walls: Walls, near: Near) -> Ints:
    """The walls of the building at arm's length that lie in one line with the eye: those it hangs on."""
    run = near.end - near.start
    off = np.abs(run[:, 1] * near.start[:, 0] - run[:, 0] * near.start[:, 1]) / np.maximum(np.hypot(*run.T), 1e-12)
    in_line = np.flatnonzero(off <= 3 * ARM_M)
    metres = np.hypot(*_nearest_points(near.start[in_line], near.end[in_line]).T)
    number = near.number[in_line]
    owner = walls.owner[number]
    found: Ints = number[np.isin(owner, owner[metres <= 2 * ARM_M])]
    return found


def _points(angle: Floats, radius: Floats, middle: float) -> Floats:
    return np.stack([radius * np.cos(angle + middle), radius * np.sin(angle + middle)], axis=1)


def _polygon(ring: Floats) -> BaseGeometry:
    moved = (np.abs(ring - np.roll(ring, 1, axis=0)) > 1e-9).any(axis=1)  # 0.1 mm
    ring = ring[moved]
    if len(ring) < 3:
        return shapely.Polygon()
    polygon = shapely.Polygon(ring)
    return polygon if polygon.is_valid else polygon.buffer(0)


def _turned(angle: Floats) -> Floats:
    """An angle between -180° and 180°."""
    return (angle + np.pi) % (2 * np.pi) - np.pi

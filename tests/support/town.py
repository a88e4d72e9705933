"""A town of any size: rows of houses on blocks, with names, floors and households. The same number, the same town."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import shapely

from layers.feature import Feature

#: South-west corner.
LON, LAT = 111.0, 35.0
#: Between the middles of two houses, in metres: 1,100 houses on a square kilometre, as in a dense district.
EAST_M, NORTH_M = 32.0, 28.0
_DEGREE_M = 111_195.0
_COMPOUNDS = ("四季绿城", "鼎鑫地标", "滨湖一号", "荟萃花园", "五洲观澜", "北城御沁园", "枫林逸景", "金海湾")


def buildings(count: int) -> Iterator[Feature]:
    """``count`` houses on a square: every third has a wing, so that outlines have 5 to 7 corners."""
    columns = math.isqrt(count - 1) + 1
    rng = np.random.default_rng(7)
    sizes = rng.uniform((8, 7), (26, 16), (count, 2))
    for n in range(count):
        row, column = divmod(n, columns)
        width, depth = sizes[n]
        yield Feature(
            f"b{n:06d}",
            f"{n % 60 + 1}号楼",
            _outline(column * EAST_M, row * NORTH_M, width, depth, n % 3 == 0),
            {
                "compound": _COMPOUNDS[n // 60 % len(_COMPOUNDS)],
                "use": "residential",
                "levels": 1 + n % 33,
                "households": 12 + n % 90,
            },
        )


def _outline(x: float, y: float, width: float, depth: float, wing: bool) -> shapely.Polygon:
    corners = [(0, 0), (width, 0), (width, depth), (0, depth)]
    if wing:
        corners = [(0, 0), (width, 0), (width, depth), (width / 2, depth), (width / 2, depth * 1.4), (0, depth * 1.4)]
    per_lon = _DEGREE_M * math.cos(math.radians(LAT))
    return shapely.Polygon([(LON + (x + dx) / per_lon, LAT + (y + dy) / _DEGREE_M) for dx, dy in corners])

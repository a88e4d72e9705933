"""An online raster basemap below the vector ground, moved so that what is ours lies where it belongs.

A basemap in GCJ-02 is not asked for by the page, which would show it 500 m off: our own tiles are cut from it. Over one
tile the shift is an affine map of the four corners; what that leaves out is at most 0.39 pixels over Shanxi (zoom 11),
and 0.06 pixels from zoom 14 on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from layers.datum import from_wgs84
from layers.strokes import Style

#: Finer tiles than these are drawn from these: the usual end of online basemaps.
MAX_ZOOM = 18
SOURCE = "online"
#: Of a tile: a quarter of a pixel beyond an edge holds no pixel's middle (the shift stretches by 6e-4 at most).
_EDGE = 1e-3
#: By theme: at night a map made for day must not outshine what is ours.
_PAINT = {
    "dark": {"raster-brightness-max": 0.55, "raster-saturation": -0.5, "raster-contrast": 0.1},
    "light": {"raster-opacity": 0.9},
}


@dataclass(frozen=True, slots=True)
class Cut:
    """How a tile is cut out of the source's. ``tiles``: (column, row, x, y), column and row in a sheet of ``size``.
    ``affine`` (a, b, c, d, e, f) takes (u, v) of our tile to (a·u + b·v + c, d·u + e·v + f) of the sheet, in tiles."""

    zoom: int
    tiles: tuple[tuple[int, int, int, int], ...]
    size: tuple[int, int]
    affine: tuple[float, float, float, float, float, float]


def cut(z: int, x: int, y: int, datum: str) -> Cut:
    """Which source tiles (at most four) a WGS 84 tile needs, and how they are moved."""
    u, v = np.array([0.0, 1.0, 0.0, 1.0]), np.array([0.0, 0.0, 1.0, 1.0])
    across, down = _tile(*from_wgs84(*_degrees(x + u, y + v, z), datum), z)
    known = np.column_stack([u, v, np.ones(4)])
    (a, b, c), (d, e, f) = (np.linalg.lstsq(known, side, rcond=None)[0] for side in (across, down))
    west, east = _span(across)
    north, south = _span(down)
    many = 2**z
    tiles = tuple(
        (column - west, row - north, column % many, row)
        for row in range(north, south + 1)
        for column in range(west, east + 1)
        if 0 <= row < many
    )
    affine = (float(a), float(b), float(c - west), float(d), float(e), float(f - north))
    return Cut(z, tiles, (east - west + 1, south - north + 1), affine)


def beneath(style: Style, theme: str, origin: str, version: str, attribution: str) -> Style:
    """The style with the online basemap upon its plain ground and under everything else."""
    source = {
        "type": "raster",
        "tiles": [f"{origin}/api/v1/basemap/{{z}}/{{x}}/{{y}}?v={version}"],
        "tileSize": 256,
        "maxzoom": MAX_ZOOM,
        "attribution": attribution,
    }
    drawn: dict[str, Any] = {
        "id": SOURCE, "type": "raster", "source": SOURCE, "paint": _PAINT[theme], "metadata": {"layer": "ground"},
    }  # fmt: skip
    plain = [one for one in style["layers"] if one["type"] == "background"]
    above = [one for one in style["layers"] if one["type"] != "background"]
    return {**style, "sources": {**style["sources"], SOURCE: source}, "layers": [*plain, drawn, *above]}


def _span(numbers: Any) -> tuple[int, int]:
    """First and last tile that the numbers reach into; one that is touched by rounding does not count."""
    first = int(np.floor(numbers.min() + _EDGE))
    return first, max(first, int(np.ceil(numbers.max() - _EDGE)) - 1)


def _degrees(x: Any, y: Any, z: int) -> tuple[Any, Any]:
    return x / 2**z * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y / 2**z))))


def _tile(lon: Any, lat: Any, z: int) -> tuple[Any, Any]:
    return (lon + 180) / 360 * 2**z, (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * 2**z

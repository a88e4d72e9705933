"""Where a tile of ours lies in a basemap that is shifted."""

from __future__ import annotations

from typing import Any

import numpy as np

from layers.datum import from_wgs84
from layers.online import beneath, cut
from tests.support.tile_server import pixel

#: Yuncheng, the demo's town.
LON, LAT = 111.003, 35.028


def at(z: int) -> tuple[int, int]:
    east, south = pixel(LON, LAT, z)
    return int(east // 256), int(south // 256)


def test_unmoved_it_would_be_far_off() -> None:
    assert len(cut(16, *at(16), "wgs84").tiles) == 1
    moved = cut(16, *at(16), "gcj02")
    east, south = at(16)
    _, _, x, y = moved.tiles[0]
    shift = np.hypot(moved.affine[2] + x - east, moved.affine[5] + y - south) * 256
    assert 200 < shift < 400  # pixels of 1.96 m


def test_at_most_four_sources_make_a_tile() -> None:
    for z in range(19):
        for dx in (0, 1, 2):
            x, y = at(z)
            assert 1 <= len(cut(z, (x + dx) % 2**z, y, "gcj02").tiles) <= 4


def test_what_the_affine_map_leaves_out_is_less_than_half_a_pixel() -> None:
    for z, limit in ((8, 0.4), (10, 0.4), (11, 0.4), (12, 0.25), (14, 0.06), (17, 0.01)):
        for lon, lat in ((110.3, 34.6), (111.003, 35.028), (112.55, 37.87), (114.2, 40.6)):
            x, y = (int(one // 256) for one in pixel(lon, lat, z))
            made = cut(z, x, y, "gcj02")
            inside = pixel(*map(float, from_wgs84(lon, lat, "gcj02")), z)
            u, v = (one / 256 - first for one, first in zip(pixel(lon, lat, z), (x, y), strict=True))
            a, b, c, d, e, f = made.affine
            column, row, sx, sy = made.tiles[0]
            found = (a * u + b * v + c + sx - column, d * u + e * v + f + sy - row)
            assert np.hypot(found[0] * 256 - inside[0], found[1] * 256 - inside[1]) < limit


def test_the_basemap_lies_upon_the_ground_and_under_everything() -> None:
    style: dict[str, Any] = {
        "sources": {},
        "layers": [{"id": "ground", "type": "background"}, {"id": "x", "type": "fill"}],
    }
    made = beneath(style, "dark", "{origin}", "abc", "© 某图")
    assert [one["id"] for one in made["layers"]] == ["ground", "online", "x"]
    assert made["sources"]["online"]["attribution"] == "© 某图"
    assert made["sources"]["online"]["tiles"] == ["{origin}/api/v1/basemap/{z}/{x}/{y}?v=abc"]
    assert len(style["layers"]) == 2

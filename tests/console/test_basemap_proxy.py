"""An online basemap in GCJ-02: our features lie where they belong upon it, and its troubles are not ours."""

from __future__ import annotations

import io
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from console.basemap_proxy import Proxy
from console.basemap_proxy.cache import TileCache
from console.basemap_proxy.fetch import LARGEST, address
from layers.online import cut
from tests.support.tile_server import Answer, TileServer, dots, pixel, png, tile_server

#: Yuncheng, the demo's town.
LON, LAT = 111.003, 35.028
PLAIN = png(Image.new("RGB", (256, 256), (10, 200, 30)))


def at(z: int) -> tuple[int, int]:
    east, south = pixel(LON, LAT, z)
    return int(east // 256), int(south // 256)


def plain(z: int, x: int, y: int) -> Answer:
    return 200, {"Content-Type": "image/png"}, PLAIN


@pytest.fixture
def server() -> Iterator[TileServer]:
    with tile_server(plain) as made:
        yield made


class HandClock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    assert picture.format == "WEBP"
    return picture.convert("RGBA")


def centre(picture: Image.Image, near: tuple[float, float]) -> tuple[float, float]:
    """The middle of the light within 8 pixels of a place."""
    shade = np.asarray(picture.convert("L"), dtype=float)
    across, down = np.meshgrid(np.arange(256) + 0.5, np.arange(256) + 0.5)
    light = np.where((across - near[0]) ** 2 + (down - near[1]) ** 2 < 64, np.maximum(shade - 8, 0), 0)
    return float((across * light).sum() / light.sum()), float((down * light).sum() / light.sum())


@pytest.mark.parametrize("datum", ["gcj02", "wgs84"])
@pytest.mark.parametrize("z", [11, 14, 16, 18])
def test_a_place_is_drawn_where_our_feature_is(tmp_path: Path, server: TileServer, z: int, datum: str) -> None:
    x, y = at(z)
    wanted = [(40.3 + 58 * column, 35.7 + 61 * row) for column in range(4) for row in range(4)]
    whole = 256 * 2**z
    places = [
        (
            (256 * x + across) / whole * 360 - 180,
            float(np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * (256 * y + down) / whole))))),
        )
        for across, down in wanted
    ]
    server.says = dots(places, datum)
    picture = opened(Proxy(server.url, datum, tmp_path).tile(z, x, y).data)
    worst = max(float(np.hypot(*np.subtract(centre(picture, one), one))) for one in wanted)
    assert worst < 0.5, worst


def test_neighbours_share_their_sources_and_what_was_drawn_is_kept(tmp_path: Path, server: TileServer) -> None:
    x, y = at(16)
    proxy = Proxy(server.url, "gcj02", tmp_path)
    first = [proxy.tile(16, x + dx, y + dy) for dx in range(3) for dy in range(3)]
    assert all(one.whole for one in first)
    assert len(server.asked) == 16  # not 36
    again = Proxy(server.url, "gcj02", tmp_path)
    assert again.tile(16, x, y) == first[0]
    assert len(server.asked) == 16


@pytest.mark.parametrize(
    "answer",
    [
        (500, {}, b""),
        (403, {}, b"no key"),
        (302, {"Location": "http://192.0.2.1/z.png"}, b""),
        (302, {"Location": "file:///etc/passwd"}, b""),
        (302, {"Location": "/1/1/1.png"}, b""),
        (200, {}, b"<html>quota</html>"),
        (200, {}, b""),
        (200, {}, PLAIN[:200]),
        (200, {}, b"\x89PNG" + b"x" * LARGEST),
        (200, {}, png(Image.new("1", (20_000, 20_000)))),
    ],
    ids=["500", "403", "other host", "file", "circle", "html", "empty", "cut", "large", "bomb"],
)
def test_an_upstream_in_trouble_gives_a_tile_that_shows_the_ground(
    tmp_path: Path, server: TileServer, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    server.says = lambda z, x, y: answer
    with caplog.at_level(logging.WARNING):
        tile = Proxy(server.url + "?key=geheim", "gcj02", tmp_path).tile(16, *at(16))
    assert opened(tile.data).getextrema()[3] == (0, 0)
    assert not tile.whole
    assert "127.0.0.1" in caplog.text
    assert "geheim" not in caplog.text
    assert not list(tmp_path.rglob("*.webp"))


def test_where_the_map_has_no_tile_the_others_are_shown(tmp_path: Path, server: TileServer) -> None:
    x, y = at(16)
    east = max(column for _, _, column, _ in cut(16, x, y, "gcj02").tiles)
    server.says = lambda z, x, y: (404, {}, b"") if x == east else plain(z, x, y)
    tile = Proxy(server.url, "gcj02", tmp_path).tile(16, x, y)
    assert tile.whole
    assert opened(tile.data).getextrema()[3] == (0, 255)


def test_an_upstream_that_failed_is_left_alone_and_told_once_a_minute(
    tmp_path: Path, server: TileServer, caplog: pytest.LogCaptureFixture
) -> None:
    clock = HandClock()
    proxy = Proxy(server.url, "wgs84", tmp_path, clock=clock)
    server.says = lambda z, x, y: (503, {}, b"")
    x, y = at(16)
    with caplog.at_level(logging.WARNING):
        for turn in range(70):  # a second each
            proxy.tile(16, x + turn % 5, y)
            clock.now += 1
    assert len(server.asked) == 7
    assert len(caplog.records) == 2
    server.says = lambda z, x, y: (200, {}, b"<html>")
    clock.now += 10
    assert not proxy.tile(16, x, y).whole
    server.says = plain
    clock.now += 10
    assert proxy.tile(16, x, y).whole  # the page of before is not kept in the place of a picture


def test_an_old_tile_serves_while_the_upstream_is_away(tmp_path: Path, server: TileServer) -> None:
    x, y = at(16)
    fresh = Proxy(server.url, "wgs84", tmp_path).tile(16, x, y)
    for file in tmp_path.rglob("*.webp"):
        os.utime(file, (1, 1))
    server.says = lambda z, x, y: (500, {}, b"")
    old = Proxy(server.url, "wgs84", tmp_path).tile(16, x, y)
    assert (old.data, old.whole) == (fresh.data, False)


def test_the_cache_keeps_to_its_limit(tmp_path: Path) -> None:
    cache = TileCache(tmp_path, limit=10_000)
    for n in range(40):
        cache.put(f"16/{n}/1.webp", b"x" * 1_000)
    assert sum(file.stat().st_size for file in tmp_path.rglob("*.webp")) <= 10_000
    assert cache.get("16/39/1.webp") is not None
    assert cache.get("16/0/1.webp") is None


def test_a_disk_that_cannot_be_written_only_costs_time(tmp_path: Path, server: TileServer) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Proxy(server.url, "wgs84", tmp_path / "file").tile(16, *at(16)).whole


def test_hosts_by_letter_and_range() -> None:
    assert address("https://{s}.x/{z}/{x}/{y}", 3, 4, 5) == "https://a.x/3/4/5"
    hosts = {address("https://webst0{1-4}.x/{z}/{x}/{y}", 3, x, 5)[14] for x in range(8)}
    assert hosts == set("1234")

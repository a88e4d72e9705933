"""The route of the online basemap and its place in the style, for each who asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from console import mapview
from tests.console.test_basemap_proxy import at, plain
from tests.support.tile_server import TileServer, tile_server
from tests.support.web import Console, make_console

X, Y = at(16)
PLACE = f"/api/v1/basemap/16/{X}/{Y}"


@pytest.fixture
def server() -> Iterator[TileServer]:
    with tile_server(plain) as made:
        yield made


@pytest.fixture
def console(tmp_path: Path) -> Iterator[Console]:
    made = make_console(tmp_path)
    made.app.register_blueprint(mapview.blueprint)
    yield made
    made.services.dispatcher.close()


def switch_on(console: Console, url: str) -> None:
    console.services.settings = replace(
        console.services.settings, basemap_url=url, basemap_datum="gcj02", basemap_attribution="© 某图"
    )


def test_off_by_default(console: Console) -> None:
    client = console.client("demo-display")
    assert client.get(PLACE).status_code == 404
    answer = client.get("/map/style").json
    assert "online" not in answer["style"]["sources"]


def test_nobody_who_is_not_known_gets_a_tile(console: Console, server: TileServer) -> None:
    switch_on(console, server.url)
    assert console.client().get(PLACE).status_code == 401
    assert console.client("demo-source").get(PLACE).status_code == 403
    assert server.asked == []


def test_a_tile_with_its_headers(console: Console, server: TileServer) -> None:
    switch_on(console, server.url)
    client = console.client("demo-display")
    answer = client.get(PLACE)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    assert answer.headers["Cache-Control"] == "private, max-age=86400"
    again = client.get(PLACE, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert len(server.asked) == 4


@pytest.mark.parametrize("place", ["19/1/1", "3/8/0", "3/0/8", "99/1/1"])
def test_a_tile_that_is_nowhere_is_not_asked_for(console: Console, server: TileServer, place: str) -> None:
    switch_on(console, server.url)
    assert console.client("demo-display").get(f"/api/v1/basemap/{place}").status_code == 404
    assert server.asked == []


def test_while_it_is_away_nothing_is_kept(console: Console, server: TileServer) -> None:
    switch_on(console, server.url)
    server.says = lambda z, x, y: (500, {}, b"")
    answer = console.client("demo-display").get(PLACE)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_the_style_carries_it_under_everything(console: Console, server: TileServer) -> None:
    switch_on(console, server.url)
    answer = console.client("demo-display").get("/map/style?theme=dark").json
    assert [one["type"] for one in answer["style"]["layers"]][:2] == ["background", "raster"]
    assert "© 某图" in answer["attribution"]
    tiles = answer["style"]["sources"]["online"]["tiles"][0]
    assert tiles.startswith("{origin}/api/v1/basemap/{z}/{x}/{y}?v=")
    assert server.url not in str(answer)


def test_the_route_is_described(console: Console) -> None:
    app: Flask = console.app
    assert "/api/v1/basemap/{z}/{x}/{y}" in app.test_client().get("/api/v1/openapi.json").json["paths"]

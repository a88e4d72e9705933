"""What is on the map, by whom it may be seen, and how much of it at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from shapely.geometry import Point, box

from console.api import layers as api
from layers import tile_progress
from layers.feature import Feature
from layers.registry import LAYERS
from layers.store import LayerStore
from layers.tile_progress import TileProgress
from tests.support.web import Console

SignIn = Callable[[str], FlaskClient]
LOOK = {"heading": 204, "angle": 92, "range_m": 30, "compound": "鼎鑫地标", "stream": "rtsp://10.0.0.7/1"}


def house(n: int) -> Feature:
    west = 111 + n / 1000
    return Feature(f"b{n}", f"{n}号楼", box(west, 35, west + 0.0005, 35.001))


@pytest.fixture
def store(console: Console) -> LayerStore:
    made = console.services.layers
    made.replace_all(
        {
            "cameras": [Feature("c1", "南门 01", Point(111.01, 35.02), LOOK)],
            "buildings": [house(n) for n in range(9)],
            "party_homes": [Feature("d1", "贾淑敏", Point(111.01, 35.02), {"building_id": "b1"})],
        },
        attribution="© somebody",
    )
    return made


def test_each_layer_is_described_for_a_panel(desk: FlaskClient, store: LayerStore) -> None:
    rows = {row["name"]: row for row in desk.get("/api/v1/layers").get_json()}
    assert list(rows) == list(LAYERS)
    buildings = rows["buildings"]
    assert (buildings["title"], buildings["count"], buildings["delivery"]) == ("楼栋", 9, "tile")
    assert buildings["bounds"] == pytest.approx([111.0, 35.0, 111.0085, 35.001], abs=1e-4)
    assert buildings["attribution"] == "© somebody"
    assert rows["tickets"]["count"] is None
    assert rows["tickets"]["legend"][0] == {"label": "特急", "symbol": "sev-extreme"}
    assert rows["heat"]["address"] == "/heat"
    dark = rows["water"]["legend"][0]["colour"]
    assert dark.startswith("#")
    light = {row["name"]: row for row in desk.get("/api/v1/layers?theme=light&lang=en").get_json()}
    assert light["water"]["legend"][0] == {"label": "Water", "colour": "#c3d9e8"}
    assert desk.get("/api/v1/layers?theme=pink").status_code == 422


def test_tiles_in_the_making_are_told(desk: FlaskClient, store: LayerStore) -> None:
    import os

    (store.home / "tiles").mkdir()
    tile_progress.write(store.home, TileProgress(os.getpid(), ("buildings", "building_labels"), ("buildings",)))
    rows = {row["name"]: row for row in desk.get("/api/v1/layers").get_json()}
    assert rows["buildings"]["tiling"] == {"done": 1, "total": 2}
    assert rows["roads"]["tiling"] is None


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        ("dispatcher", {"cameras": True, "party_homes": True, "camera_views": True, "heat": True}),
        ("wall", {"cameras": True, "party_homes": False, "camera_views": False, "heat": True}),
        ("auditor", {"cameras": False, "party_homes": False, "camera_views": False, "heat": True}),
    ],
)
def test_layers_are_for_their_roles(sign_in: SignIn, store: LayerStore, role: str, sees: dict[str, bool]) -> None:
    client = sign_in(role)
    listed = {row["name"] for row in client.get("/api/v1/layers").get_json()}
    assert {name: name in listed for name in sees} == sees
    for name in ("cameras", "party_homes", "camera_views"):
        assert client.get(f"/api/v1/layers/{name}").status_code == (200 if sees[name] else 404)


def test_where_a_camera_looks_is_for_desks_only(
    sign_in: SignIn, desk: FlaskClient, console: Console, store: LayerStore
):
    def seen(client: FlaskClient) -> dict:
        return client.get("/api/v1/layers/cameras").get_json()["features"][0]

    assert seen(desk)["properties"] == {**LOOK, "id": "c1", "name": "南门 01"}
    for client in (sign_in("wall"), console.client("demo-display")):
        assert seen(client)["properties"] == {"compound": "鼎鑫地标", "id": "c1", "name": "南门 01"}
        assert seen(client)["geometry"] == {"type": "Point", "coordinates": [111.01, 35.02]}
    assert seen(desk)["properties"]["heading"] == 204
    console.worker("w1", 10)
    assert console.client("token-w1").get("/api/v1/layers/cameras").status_code == 404
    assert "c1" not in {row["name"] for row in console.client("token-w1").get("/api/v1/layers").get_json()}


def test_a_layer_is_geojson_whole_or_by_box(desk: FlaskClient, store: LayerStore) -> None:
    whole = desk.get("/api/v1/layers/buildings")
    assert whole.get_json() == store.geojson("buildings") | {"features": whole.get_json()["features"]}
    assert whole.get_json()["features"][0]["properties"] == {"id": "b0", "name": "0号楼"}
    part = desk.get("/api/v1/layers/buildings?bbox=111.0011,35,111.0031,36").get_json()["features"]
    assert [f["id"] for f in part] == ["b1", "b2", "b3"]
    etag = whole.headers["ETag"]
    assert desk.get("/api/v1/layers/buildings", headers={"If-None-Match": etag}).status_code == 304
    for wrong in ("1,2,3", "a,b,c,d", "112,35,111,36", "nan,0,1,1"):
        assert desk.get(f"/api/v1/layers/buildings?bbox={wrong}").status_code == 422


def test_too_much_at_once_is_refused_with_the_figures(
    desk: FlaskClient, store: LayerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api, "MOST", 8)
    refused = desk.get("/api/v1/layers/buildings")
    assert refused.status_code == 413
    error = refused.get_json()["error"]
    assert (error["code"], error["detail"]["count"], error["detail"]["limit"]) == ("too_many_features", 9, 8)
    assert "9" in error["message"]
    assert desk.get("/api/v1/layers/buildings?bbox=111,35,111.003,36").status_code == 200


def test_what_is_worked_out_elsewhere_is_no_layer_of_features(desk: FlaskClient, store: LayerStore) -> None:
    assert desk.get("/api/v1/layers/heat").status_code == 404
    assert desk.get("/api/v1/layers/tickets").status_code == 404
    assert desk.get("/api/v1/layers/nix").status_code == 404

"""The tree and what is in it, over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from console.demo_layers import DISTRICT, read
from tests.support.web import Console

GRID = "140802902003001"


@pytest.fixture
def district(console: Console) -> None:
    names = ("areas", "grids", "buildings", "party_homes")
    console.services.layers.replace_all({name: read(DISTRICT / f"{name}.geojson") for name in names})


@pytest.mark.usefixtures("district")
def test_the_tree_for_desks_and_the_wall(desk: FlaskClient, console: Console) -> None:
    answer = desk.get("/api/v1/areas/tree")
    (top,) = answer.get_json()
    assert (top["level"], top["name"], top["households"]) == ("district", "示范片区", 10838)
    assert [street["name"] for street in top["children"]] == ["北苑街道", "河东街道", "银湖街道"]
    same = desk.get("/api/v1/areas/tree", headers={"If-None-Match": answer.headers["ETag"]})
    assert same.status_code == 304
    assert console.client("demo-display").get("/api/v1/areas/tree").status_code == 200
    console.worker("w1", 10)
    assert console.client("token-w1").get("/api/v1/areas/tree").status_code == 403


@pytest.mark.usefixtures("district")
def test_a_grid_has_buildings_and_homes(desk: FlaskClient, sign_in: Callable[[str], FlaskClient]) -> None:
    street = desk.get("/api/v1/areas/140802902/members").get_json()
    assert [one["name"] for one in street["areas"]] == ["荟萃社区", "枫林社区", "鼎鑫社区", "颐源社区"]
    assert street["buildings"] == []
    grid = desk.get(f"/api/v1/areas/{GRID}/members").get_json()
    assert (grid["level"], grid["areas"], grid["more"]) == ("grid", [], False)
    homes = [home for building in grid["buildings"] for home in building["party_homes"]]
    assert len(homes) == 3
    assert all(home["name"] and home["unit"].endswith("单元") for home in homes)
    read_only = sign_in("auditor").get(f"/api/v1/areas/{GRID}/members").get_json()
    assert len(read_only["buildings"]) == len(grid["buildings"])
    assert not any(building["party_homes"] for building in read_only["buildings"])
    assert sign_in("wall").get(f"/api/v1/areas/{GRID}/members").status_code == 403
    assert desk.get("/api/v1/areas/nix/members").status_code == 404


def test_an_empty_home_is_an_empty_tree(desk: FlaskClient) -> None:
    assert desk.get("/api/v1/areas/tree").get_json() == []

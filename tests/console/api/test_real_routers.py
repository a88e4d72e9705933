"""GET /travel by OSRM and by Valhalla themselves, on the real extract, beside our own roads."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from flask.testing import FlaskClient

from dispatch.position import Position
from dispatch.travel.remote import RemoteTravel, router
from dispatch.travel.roads import Roads
from layers import network
from layers.importing import run
from layers.store import LayerStore
from tests.support.real_data import real_data
from tests.support.real_router import running
from tests.support.web import Console

pytestmark = [pytest.mark.real_data, pytest.mark.long]
#: 150 km from the extract: OSRM lays it on the nearest road all the same, Valhalla refuses whatever it is in.
FAR = Position(117.5, 39.0)


@pytest.fixture(scope="module")
def extract() -> Path:
    return real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf")


@pytest.fixture(scope="module")
def roads(extract: Path, tmp_path_factory: pytest.TempPathFactory) -> Roads:
    home = tmp_path_factory.mktemp("roads")
    run("osm", extract, home, then=lambda *_: None, confined=False)
    network.build(LayerStore(home))
    return Roads.load(home / network.FILE)


def places(roads: Roads, count: int) -> list[Position]:
    """Beside roads of the mainland."""
    net, draw = roads.net("walk"), random.Random(3)
    nodes = [int(net.u[e]) for e in np.flatnonzero(net.island == 0)]
    chosen = [draw.choice(nodes) for _ in range(count)]
    return [Position(float(net.lon[n]) + 2e-5, float(net.lat[n]) - 2e-5) for n in chosen]


@pytest.mark.parametrize(("kind", "nearby", "pace"), [("osrm", 25.0, (1.3, 1.45)), ("valhalla", 120.0, (1.1, 1.35))])
def test_get_travel_agrees_with_a_real_server(
    kind: str,
    nearby: float,
    pace: tuple[float, float],
    extract: Path,
    roads: Roads,
    console: Console,
    desk: FlaskClient,
    tmp_path: Path,
) -> None:
    """Not to the metre: OSRM walks no cycleways and Valhalla avoids them, each has its own pace."""
    ends = places(roads, 80)
    ways = [f"from={a.lon},{a.lat}&to={b.lon},{b.lat}" for a, b in zip(ends[::2], ends[1::2], strict=True)]
    (folder := tmp_path / kind).mkdir()
    with running(kind, extract, folder) as url:
        told = []
        for travel in (roads, RemoteTravel(router(url), roads)):
            console.services.travel = travel
            told.append([desk.get(f"/api/v1/travel?{way}").get_json() for way in ways])
        own, theirs = told
        assert {one["travel"] for one in theirs} == {kind}
        off = [abs(a["distance_m"] - b["distance_m"]) for a, b in zip(own, theirs, strict=True)]
        assert np.median(off) < nearby, off
        speeds = [one["distance_m"] / one["eta_s"] for one in theirs]
        assert pace[0] < np.median(speeds) < pace[1]
        for one, a, b in zip(theirs, ends[::2], ends[1::2], strict=True):
            assert one["path"][0] == pytest.approx([a.lon, a.lat])
            assert one["path"][-1] == pytest.approx([b.lon, b.lat])


@pytest.mark.parametrize("kind", ["osrm", "valhalla"])
def test_a_real_server_ranks_everybody_and_leaves_out_who_is_on_no_road(
    kind: str, extract: Path, roads: Roads, tmp_path: Path
) -> None:
    *starts, goal = places(roads, 121)
    with running(kind, extract, tmp_path) as url:
        travel = RemoteTravel(router(url), roads)
        legs = travel.to(goal, [*starts, FAR])
        assert travel.name == kind
        assert legs[-1] is None
        found = [
            (leg.distance_m, one.distance_m) for leg, one in zip(legs, roads.to(goal, starts), strict=False) if leg
        ]
        assert len(found) == 120
        theirs, own = np.array(found).T
        assert np.corrcoef(theirs.argsort().argsort(), own.argsort().argsort())[0, 1] > 0.95
        assert np.median(np.abs(theirs - own) / np.maximum(own, 50)) < 0.2
        assert travel.to(FAR, starts[:3]) == [None] * 3
        assert travel.path(starts[0], FAR) is None
        assert travel.name == kind
        ridden = travel.to(goal, starts[:5], profile="ebike")
        assert travel.name == ("valhalla" if kind == "valhalla" else "roads")
        assert None not in ridden

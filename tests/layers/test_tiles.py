from __future__ import annotations

import gzip
import math
import subprocess
import sys
from pathlib import Path

import pytest
from shapely.geometry import box

from layers import tiling
from layers.derive import derive
from layers.feature import Feature
from layers.store import LayerStore
from layers.tiles import BASE, TileStore
from layers.tilesets import TILESETS
from tests.layers.conftest import building


def at(lon: float, lat: float, z: int) -> tuple[int, int, int]:
    n = 2**z
    return z, int((lon + 180) / 360 * n), int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * n)


HOME = at(111.002, 35.0003, 15)


def test_a_tile_holds_its_buildings_with_their_names(tiled: LayerStore) -> None:
    tile = TileStore(tiled).get("buildings", *HOME)
    assert tile is not None
    data = gzip.decompress(tile.data)
    assert b"buildings" in data
    assert "2号楼".encode() in data


def test_base_is_all_tilesets_in_one(tiled: LayerStore) -> None:
    tiles = TileStore(tiled)
    whole = tiles.get(BASE, *HOME)
    assert whole is not None
    data = gzip.decompress(whole.data)
    for id in ("buildings", "building_labels", "roads", "road_labels", "grids", "grid_borders", "entrances"):
        part = tiles.get(id, *HOME)
        assert part is not None, id
        assert gzip.decompress(part.data) in data


def test_the_same_tile_has_the_same_etag(tiled: LayerStore) -> None:
    one, two = TileStore(tiled).get(BASE, *HOME), TileStore(tiled).get(BASE, *HOME)
    assert one is not None
    assert one == two
    assert one.etag.startswith('"')


@pytest.mark.parametrize("place", [(15, 0, 0), (3, 6, 3), (15, -1, 5), (99, 1, 1), (15, 2**15, 1)])
def test_outside_there_is_nothing(tiled: LayerStore, place: tuple[int, int, int]) -> None:
    assert TileStore(tiled).get(BASE, *place) is None


def test_an_unknown_tileset_is_nothing(tiled: LayerStore) -> None:
    assert TileStore(tiled).get("../../etc/passwd", *HOME) is None


def test_an_empty_home_has_no_tiles(tmp_path: Path) -> None:
    tiles = TileStore(LayerStore(tmp_path))
    assert tiles.layers() == {}
    assert tiles.get(BASE, *HOME) is None


def test_meta_tells_a_style_what_it_needs(tiled: LayerStore) -> None:
    metas = TileStore(tiled).layers()
    assert metas["buildings"].attribution == "© OpenStreetMap contributors"
    west, south, east, north = metas[BASE].bounds
    assert west <= 111.0
    assert east >= 111.0086
    assert south <= 35.0 <= north
    assert metas["buildings"].version in metas["building_labels"].version


def test_a_changed_layer_is_seen_without_a_restart_and_its_old_tiles_go(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(2)])
    derive(store, ["buildings"], wait=True)
    now = [0.0]
    tiles = TileStore(store, clock=lambda: now[0])
    before = tiles.get("buildings", *HOME)
    store.replace("buildings", [Feature("new", "新楼", box(111.002, 35.0002, 111.0023, 35.0004), {})])
    assert tiles.get("buildings", *HOME) == before
    derive(store, ["buildings"], wait=True)
    now[0] += 5
    after = tiles.get("buildings", *HOME)
    assert after is not None
    assert "新楼".encode() in gzip.decompress(after.data)
    assert len(list((tmp_path / "tiles").glob("buildings-*.pmtiles"))) == 1


def test_the_same_content_is_not_tiled_again(tiled: LayerStore) -> None:
    assert tiling.missing(tiled) == []


def test_a_failed_child_says_why_and_leaves_the_former_tiles(tiled: LayerStore) -> None:
    before = sorted((tiled.home / "tiles").iterdir())
    with pytest.raises(tiling.TilingFailed, match="no_such_tileset"):
        tiling.tile(tiled.home, ["no_such_tileset"])
    assert sorted((tiled.home / "tiles").iterdir()) == before


def test_tilesets_come_from_layers_that_exist() -> None:
    from layers.registry import IMPORTED

    assert {tileset.source for tileset in TILESETS.values()} <= set(IMPORTED)
    assert {id for id, layer in IMPORTED.items() if layer.delivery == "tile"} <= set(TILESETS)


def test_the_web_process_never_loads_gdal_or_pypinyin() -> None:
    heavy = ("pyogrio", "geopandas", "osmium", "pypinyin", "pandas")
    code = (
        "import sys, layers.gazetteer, layers.tiles, layers.basemap, layers.registry, layers.store, layers.importing,"
        " layers.grids, dispatch.travel.current;"
        f"print([m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

"""How tiles come to be: nothing is dropped, far is simpler than near, and one failure is one."""

from __future__ import annotations

import gzip
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import shapely
from pmtiles.reader import MmapSource, Reader, all_tiles
from shapely.geometry import LineString, Point

from layers import tile_progress, tiler, tiling
from layers.archive import Archive
from layers.derive import derive
from layers.feature import Feature
from layers.joining import join, newest
from layers.store import LayerStore
from layers.tile_progress import TileProgress
from layers.tiles import BASE, TileStore
from layers.tilesets import TILESETS
from tests.layers.conftest import building
from tests.support.mvt import Held, read
from tests.support.town import buildings

DENSE = 6_000


def contents(path: Path) -> dict[int, list[Held]]:
    """zoom → what each tile holds, read with the format's own reader."""
    found: defaultdict[int, list[Held]] = defaultdict(list)
    with path.open("rb") as file:
        for (zoom, _, _), data in all_tiles(MmapSource(file)):
            found[zoom] += read(gzip.decompress(data)).values()
    return found


@pytest.fixture(scope="module")
def dense(tmp_path_factory: pytest.TempPathFactory) -> LayerStore:
    """6,000 buildings on one of a thousand metres of ground, a lake with a fine shore, a winding road."""
    store = LayerStore(tmp_path_factory.mktemp("dense"))
    houses = [_nearer(one) for one in buildings(DENSE)]
    turns = np.linspace(0, 2 * np.pi, 4_000)
    rough = 0.004 + 0.00002 * np.sin(turns * 400)
    shore = np.column_stack((111.01 + rough * np.cos(turns), 35.01 + rough * np.sin(turns)))
    way = np.column_stack((111 + np.linspace(0, 0.02, 4_000), 35 + 0.00002 * np.sin(np.linspace(0, 600, 4_000))))
    store.replace_all(
        {
            "buildings": houses,
            "water": [Feature("w", "湖", shapely.Polygon(shore), {"kind": "lake"})],
            "roads": [Feature("r", "弯路", LineString(way), {"class": "main"})],
        }
    )
    tiling.tile(store.home, tiling.missing(store))
    return store


def _nearer(one: Feature) -> Feature:
    closer = shapely.transform(one.geometry, lambda xy: (xy - (111, 35)) * 0.3 + (111, 35))
    return Feature(one.id, one.name, closer, one.props)


def test_no_building_is_dropped_from_a_dense_tile(dense: LayerStore) -> None:
    """Ten times as dense as a city: more than GDAL keeps in a tile by itself (500 kB) at zoom 13."""
    tiles = contents(newest(dense.home)["buildings"])
    assert sorted(tiles) == [13, 14, 15]
    for zoom, held in tiles.items():
        assert sum(one.features for one in held) >= DENSE, zoom


def test_lines_and_shores_are_simpler_from_afar(dense: LayerStore) -> None:
    for tileset in ("water", "roads"):
        tiles = contents(newest(dense.home)[tileset])
        vertices = {zoom: sum(one.vertices for one in held) for zoom, held in sorted(tiles.items())}
        assert vertices[10] < vertices[13] < vertices[15], (tileset, vertices)
        assert vertices[10] < 0.1 * vertices[15], (tileset, vertices)


def test_our_reader_reads_what_the_formats_own_reads(dense: LayerStore) -> None:
    path = newest(dense.home)[BASE]
    archive = Archive(path)
    with path.open("rb") as file:
        theirs = dict(all_tiles(MmapSource(file)))
        reader = Reader(MmapSource(file))
        assert archive.zooms == (reader.header()["min_zoom"], reader.header()["max_zoom"])
    assert {place: archive.get(*place) for place in theirs} == theirs
    assert len(list(archive.ids())) == len(theirs)
    assert archive.get(15, 0, 0) is None
    assert archive.get(3, 0, 0) is None


def test_base_holds_every_layer_of_every_tile(dense: LayerStore) -> None:
    together = contents(newest(dense.home)[BASE])
    for zoom, held in together.items():
        apart = [contents(path).get(zoom, []) for id, path in newest(dense.home).items() if id != BASE]
        assert sum(one.features for one in held) == sum(one.features for several in apart for one in several)


# --- the child


def test_the_former_base_is_served_whole_until_the_new_one_is(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(1)])
    derive(store, ["buildings"], wait=True)
    tiles = TileStore(store, clock=iter(range(10_000)).__next__)
    before = tiles.layers()[BASE].version
    store.replace("buildings", [building(2)])
    tiler.write(store, TILESETS["buildings"])
    assert tiles.layers()[BASE].version == before, "one of two tilesets is new"
    tiling.tile(store.home, tiling.missing(store))
    assert tiles.layers()[BASE].version != before
    assert len(list((tmp_path / "tiles").glob("base-*.pmtiles"))) == 1


def test_one_that_fails_does_not_hinder_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LayerStore(tmp_path)
    store.replace_all({"buildings": [building(1)], "entrances": [Feature("e", "", Point(111.001, 35), {})]})

    def write(of: LayerStore, tileset: tiler.Tileset) -> None:
        if tileset.id == "buildings":
            raise RuntimeError("no room")
        real(of, tileset)

    real = tiler.write
    monkeypatch.setattr(tiler, "write", write)
    with tiler.alone(tmp_path):
        assert not tiler.Tiler(tmp_path).make(None)
    assert set(newest(tmp_path)) == {"building_labels", "entrances", BASE}
    assert tile_progress.read(tmp_path).failed["buildings"][1] == "no room"
    assert tiling.todo(store) == []
    monkeypatch.setattr(tiler, "write", real)
    tiling.tile(tmp_path, ["buildings"])
    assert "buildings" in newest(tmp_path)
    assert tile_progress.read(tmp_path).failed == {}


def test_a_tileset_that_kills_its_process_is_not_tried_again(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    version = store.replace("buildings", [building(1)]).version
    (tmp_path / "tiles").mkdir()
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    left = TileProgress(gone.pid, ("buildings", "building_labels"), (), "buildings", version)
    tile_progress.write(tmp_path, left)
    with tiler.alone(tmp_path):
        tiler.Tiler(tmp_path).make(None)
    assert set(newest(tmp_path)) == {"building_labels", BASE}
    assert tile_progress.read(tmp_path).failed == {"buildings": (version, "the process ended")}


def test_an_import_during_the_making_is_made_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(1)])
    real = tiler.write

    def write(of: LayerStore, tileset: tiler.Tileset) -> None:
        real(of, tileset)
        store.replace("buildings", [building(2)])

    monkeypatch.setattr(tiler, "write", write)
    with tiler.alone(tmp_path):
        assert tiler.Tiler(tmp_path).make(None)
    assert tiling.missing(store) == []
    assert tiling.is_joined(tmp_path)


def test_what_a_killed_one_left_is_cleared_away(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(1)])
    (tmp_path / "tiles").mkdir()
    for name in ("buildings-x.77.part.pmtiles", "buildings-x.77.part.pmtiles.temp.db"):
        (tmp_path / "tiles" / name).write_bytes(b"half")
    derive(store, ["buildings"], wait=True)
    assert not list((tmp_path / "tiles").glob("*.part*"))


def test_how_far_it_is_by_layer(tmp_path: Path) -> None:
    import os

    (tmp_path / "tiles").mkdir()
    wanted = ("buildings", "building_labels", "roads", "road_labels")
    tile_progress.write(tmp_path, TileProgress(os.getpid(), wanted, ("buildings",), "building_labels"))
    progress = tile_progress.read(tmp_path)
    assert (progress.of("buildings"), progress.of("roads"), progress.of("water")) == ((1, 2), (0, 2), None)
    tile_progress.path_of(tmp_path).write_text('{"pid": "x"')
    assert tile_progress.read(tmp_path) == TileProgress()


def test_without_layers_the_tiles_go(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace("buildings", [building(1)])
    derive(store, ["buildings"], wait=True)
    store.drop("buildings")
    derive(store, ["buildings"], wait=True)
    assert newest(tmp_path) == {}
    assert join(tmp_path, TILESETS) is None


def test_a_layer_without_names_has_no_labels_and_is_done_all_the_same(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    (tmp_path / "tiles").mkdir()
    named, nameless = (Feature("r", name, LineString([(111, 35), (111.01, 35)]), {"class": "main"}) for name in "北 ")
    for road, labels in ((named, True), (Feature("r", "", nameless.geometry, nameless.props), False)):
        store.replace_all({"roads": [road]})
        assert tiler.Tiler(tmp_path).make(None)  # ends
        assert tiling.missing(store) == []
        assert ("road_labels" in newest(tmp_path)) is labels


def test_where_nothing_can_be_written_each_is_tried_once(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    store.replace_all({"roads": [Feature("r", "北", LineString([(111, 35), (111.01, 35)]), {"class": "main"})]})
    assert not (tmp_path / "tiles").exists()
    assert not tiler.Tiler(tmp_path).make(None)  # ends
    assert tiling.missing(store) == ["roads", "road_labels"]

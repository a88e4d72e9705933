"""Screens hear of a changed layer, whoever changed it; tiles that are missing get made."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import Point, box

from console.live.layers_watch import LayersWatch
from layers import tile_progress, tiling
from layers.feature import Feature
from layers.store import LayerStore
from layers.tile_progress import TileProgress
from layers.tiles import TileStore

PATIENCE_S = 120.0


class Screens:
    """What was said in which room."""

    def __init__(self, home: Path) -> None:
        self.heard: list[tuple[str, dict[str, Any], str]] = []
        self.store = LayerStore(home)
        tiles = TileStore(self.store, clock=lambda: time.monotonic() * 1_000)  # looks every millisecond
        self.watch = LayersWatch(self.store, tiles, self.emit, lambda: ["desk", "wall", "worker:w1"])

    def emit(self, event: str, payload: dict[str, Any], room: str) -> None:
        self.heard.append((event, payload, room))

    def until_heard(self, name: str) -> dict[str, Any]:
        """Look until ``name`` was told as changed."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            self.watch.step()
            for _, payload, _ in self.heard:
                if name in payload["changed"]:
                    return payload
            os.sched_yield()
        raise AssertionError(f"nobody spoke of {name}: {self.heard}")


@pytest.fixture
def screens(tmp_path: Path) -> Screens:
    return Screens(tmp_path / "home")


def house(id: str) -> Feature:
    return Feature(id, f"{id}号楼", box(111, 35, 111.0005, 35.0005))


def test_the_first_look_tells_nothing(screens: Screens) -> None:
    screens.store.replace("buildings", [house("1")])
    screens.watch.step()
    screens.watch.step()
    assert screens.heard == []


def test_every_room_hears_what_changed_and_all_versions(screens: Screens) -> None:
    screens.watch.step()
    meta = screens.store.replace("hydrants", [Feature("h1", "", Point(111, 35))])
    screens.watch.step()
    assert [room for _, _, room in screens.heard] == ["desk", "wall", "worker:w1"]
    event, payload, _ = screens.heard[0]
    assert (event, payload["changed"], payload["versions"]) == ("layers", ["hydrants"], {"hydrants": meta.version})
    screens.watch.step()
    assert len(screens.heard) == 3
    screens.store.drop("hydrants")
    screens.watch.step()
    assert (screens.heard[-1][1]["changed"], screens.heard[-1][1]["versions"]) == (["hydrants"], {})


def test_the_same_content_again_is_no_change(screens: Screens) -> None:
    screens.store.replace("buildings", [house("1")])
    screens.watch.step()
    screens.store.replace("buildings", [house("1")])
    screens.watch.step()
    assert screens.heard == []


def test_an_import_by_another_process_is_heard_and_then_its_tiles(screens: Screens) -> None:
    screens.watch.step()
    code = (
        "import sys; from shapely.geometry import box; from layers.feature import Feature;"
        "from layers.store import LayerStore; from layers.derive import derive; store = LayerStore(sys.argv[1]);"
        "store.replace('buildings', [Feature('1', '1号楼', box(111, 35, 111.0005, 35.0005))]);"
        "derive(store, ['buildings'])"
    )
    subprocess.run([sys.executable, "-c", code, str(screens.store.home)], check=True, timeout=PATIENCE_S)
    assert screens.until_heard("buildings")["versions"]["buildings"]
    first = screens.until_heard("base")["versions"]["base"]
    screens.heard.clear()
    screens.store.replace("buildings", [house("2")])
    tiling.start(screens.store.home)
    assert screens.until_heard("base")["versions"]["base"] != first


def test_tiles_whose_process_was_killed_are_begun_again(screens: Screens) -> None:
    screens.store.replace("buildings", [house("1")])
    (screens.store.home / "tiles").mkdir()
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    tile_progress.write(screens.store.home, TileProgress(gone.pid, ("buildings",)))
    screens.watch.step()
    assert tiling.is_wanting(screens.store)
    screens.watch.see_to_tiles()
    screens.until_heard("base")
    end = time.monotonic() + PATIENCE_S
    while tiling.missing(screens.store) or not tiling.is_joined(screens.store.home):
        assert time.monotonic() < end, tile_progress.read(screens.store.home)
        os.sched_yield()


def test_tiles_that_fail_every_time_are_not_begun_for_ever(screens: Screens) -> None:
    version = screens.store.replace("buildings", [house("1")]).version
    (screens.store.home / "tiles").mkdir()
    failed = {"buildings": (version, "no"), "building_labels": (version, "no")}
    tile_progress.write(screens.store.home, TileProgress(failed=failed))
    assert not tiling.is_wanting(screens.store)
    screens.store.replace("buildings", [house("2")])
    assert tiling.is_wanting(screens.store)


def test_a_process_that_is_at_it_is_left_alone(screens: Screens) -> None:
    screens.store.replace("buildings", [house("1")])
    (screens.store.home / "tiles").mkdir()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        tile_progress.write(screens.store.home, TileProgress(other.pid, ("buildings",)))
        assert not tiling.is_wanting(screens.store)
        other.send_signal(signal.SIGKILL)
        other.wait()
    assert tiling.is_wanting(screens.store)

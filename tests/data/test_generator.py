"""What is committed is what the generator makes."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.slow
def test_the_same_seed_makes_the_committed_files(tmp_path: Path) -> None:
    copy = tmp_path / "data"
    shutil.copytree(DATA / "generate", copy / "generate", ignore=shutil.ignore_patterns("__pycache__"))
    for script in ("", "busy_day.py"):
        subprocess.run([sys.executable, str(copy / "generate" / script)], check=True, capture_output=True)
    made = [*(copy / "district").glob("*.geojson"), copy / "workers.csv", *(copy / "scenarios").glob("*.jsonl")]
    assert len(made) > 15
    for path in made:
        assert path.read_bytes() == (DATA / path.relative_to(copy)).read_bytes(), path.name


def test_the_tiles_that_come_along_fit_the_layers(tmp_path: Path) -> None:
    """Else a first start takes 10 s longer: run ``python data/generate/tiles.py``."""
    from console.demo_layers import DISTRICT, read
    from layers import tiling
    from layers.store import LayerStore
    from layers.tilesets import TILESETS

    names = {t.source for t in TILESETS.values()} & {path.stem for path in DISTRICT.glob("*.geojson")}
    store = LayerStore(tmp_path)
    metas = store.replace_all({name: read(DISTRICT / f"{name}.geojson") for name in names})
    for tileset in TILESETS.values():
        if tileset.source in metas:
            file = tiling.file_of(tmp_path, tileset.id, metas[tileset.source].version)
            assert (DISTRICT / "tiles" / file.name).is_file(), file.name

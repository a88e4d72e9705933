"""Make the tiles that come with the district: ``python data/generate/tiles.py``, after every change to it or to the
making of tiles (they are looked for by the version of their layer; without them a first start takes 10 s longer)."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from console import demo_layers  # noqa: E402


def main() -> None:
    ready = demo_layers.DISTRICT / "tiles"
    with tempfile.TemporaryDirectory() as home:
        demo_layers.load(Path(home))
        shutil.rmtree(ready, ignore_errors=True)
        shutil.copytree(Path(home) / "tiles", ready, ignore=shutil.ignore_patterns("*.json", "*.log", ".lock"))
    print(f"{len(list(ready.iterdir()))} tilesets, {sum(p.stat().st_size for p in ready.iterdir()) // 1000} kB")


if __name__ == "__main__":
    main()

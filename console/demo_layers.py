"""Put the demo district's layers into a home.

Tiles come with the district, since making them takes 10 s; those that do not fit the layers any more are made.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from shapely.geometry import shape

from layers import network, tiling
from layers.feature import Feature
from layers.registry import IMPORTED
from layers.store import LayerStore

DISTRICT = Path(__file__).parent.parent / "data" / "district"
SOURCE = "demo district"


def load(home: Path) -> bool:
    """Fill the layers that are missing or of an earlier district; those that somebody imported stay. True when
    anything was loaded."""
    store, source = LayerStore(home), f"{SOURCE} {_digest()}"
    known = store.layers()
    wanted = [
        path for path in sorted(DISTRICT.glob("*.geojson"))
        if path.stem in IMPORTED and _is_ours(known[path.stem].source if path.stem in known else "", source)
    ]  # fmt: skip
    if wanted:
        store.replace_all({path.stem: read(path) for path in wanted}, datum="wgs84", source=source, attribution="")
        network.build(store)
    tiling.adopt(store, DISTRICT / "tiles")
    tiling.tile(home, tiling.missing(store))
    tiling.sweep(store)
    return bool(wanted)


def _is_ours(found: str, wanted: str) -> bool:
    return found != wanted and (not found or found.startswith(SOURCE))


def read(path: Path) -> list[Feature]:
    """A layer's file as features."""
    collection = json.loads(path.read_text(encoding="utf-8"))
    return [_feature(raw["properties"], raw["geometry"]) for raw in collection["features"]]


def _feature(props: dict[str, object], geometry: dict[str, object]) -> Feature:
    rest = {key: value for key, value in props.items() if key not in ("id", "name")}
    return Feature(str(props["id"]), str(props.get("name", "")), shape(geometry), rest)


def _digest() -> str:
    """Of all files, so that a changed district is loaded anew."""
    mark = hashlib.blake2b(digest_size=6)
    for path in sorted(DISTRICT.glob("*.geojson")):
        mark.update(path.read_bytes())
    return mark.hexdigest()


if __name__ == "__main__":
    load(Path(sys.argv[1]))

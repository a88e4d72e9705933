"""Layers as JSON, kept as bytes while their version stays."""

from __future__ import annotations

import json
from typing import Any

from layers.feature import Box
from layers.store import LayerStore

#: name → (version, bytes); a whole district's layers are some MB
_KEPT: dict[tuple[str, str], tuple[str, bytes]] = {}


def collection(store: LayerStore, name: str, bbox: Box | None) -> tuple[bytes, str]:
    """A FeatureCollection as bytes, and its ETag. Only whole layers are kept."""
    meta = store.meta(name)
    version = meta.version if meta else "none"
    if bbox is not None:
        return _bytes(store.geojson(name, bbox)), f"{version}-{hash(bbox) & 0xFFFFFFFF:x}"
    key = (str(store.home), name)
    kept = _KEPT.get(key)
    if kept is None or kept[0] != version:
        kept = _KEPT[key] = (version, _bytes(store.geojson(name)))
    return kept[1], version


def _bytes(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def summary(store: LayerStore, name: str) -> dict[str, Any]:
    """One line of GET /layers and of ``shaodao layers``."""
    meta = store.meta(name)
    if meta is None:
        return {"name": name, "count": 0, "datum": "wgs84", "imported_at": None, "version": None}
    return {
        "name": name,
        "count": meta.count,
        "datum": meta.datum,
        "imported_at": meta.imported_at,
        "version": meta.version,
        "source": meta.source,
        "attribution": meta.attribution,
        "bounds": meta.bounds,
    }

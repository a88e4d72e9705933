"""Layers as JSON, kept as bytes while their version stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

import shapely

from console.i18n import t
from layers import tile_progress
from layers.base import DESKS, Derived, Legend, Live, Static
from layers.feature import Box, LayerMeta
from layers.palette import PALETTES
from layers.registry import IMPORTED, LAYERS
from layers.rows import Row
from layers.store import LayerStore
from layers.tile_progress import TileProgress

#: (home, layer, whether for desks) → (version, bytes); a whole district's layers are some MB
_KEPT: dict[tuple[str, str, bool], tuple[str, bytes]] = {}
#: Features are worded this many at a time (5 ms): other threads get their turn in between.
_AT_ONCE = 500


def collection(store: LayerStore, name: str, bbox: Box | None, role: str = "admin") -> tuple[bytes, str]:
    """A FeatureCollection as bytes, and its ETag, for people of this role. Only whole layers are kept."""
    meta = store.meta(name)
    version, whole = meta.version if meta else "none", role in DESKS
    etag = version if whole or IMPORTED[name].public is None else f"{version}-public"
    if bbox is not None:
        return _bytes(store, name, bbox, role), f"{etag}-{hash(bbox) & 0xFFFFFFFF:x}"
    key = (str(store.home), name, whole)
    kept = _KEPT.get(key)
    if kept is None or kept[0] != version:
        kept = _KEPT[key] = (version, _bytes(store, name, None, role))
    return kept[1], etag


def _bytes(store: LayerStore, name: str, bbox: Box | None, role: str) -> bytes:
    """Properties are JSON already and GEOS writes geometries: 15 µs a feature instead of 150."""
    parts = [",".join(_worded(rows, IMPORTED[name], role)) for rows in _batches(store.rows(name, bbox))]
    return ('{"type":"FeatureCollection","features":[' + ",".join(parts) + "]}").encode()


def _batches(rows: list[Row]) -> Iterator[list[Row]]:
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        yield batch


def _worded(rows: list[Row], layer: Static, role: str) -> Iterator[str]:
    geometries = shapely.to_geojson(shapely.from_wkb([row[3] for row in rows]))
    for (id, name, props, _), geometry in zip(rows, geometries, strict=True):
        if layer.public is not None and role not in DESKS:
            props = json.dumps(layer.told(json.loads(props), role), ensure_ascii=False)
        key, called = json.dumps(id, ensure_ascii=False), json.dumps(name, ensure_ascii=False)
        more = props[1:-1] + "," if len(props) > 2 else ""
        said = f'{{{more}"id":{key},"name":{called}}}'
        yield f'{{"type":"Feature","id":{key},"properties":{said},"geometry":{geometry}}}'


# --- what there is


def catalogue(store: LayerStore, names: list[str], theme: str, locale: str) -> list[dict[str, Any]]:
    """The rows of GET /layers: what a layers panel needs to know of each."""
    metas, progress = store.layers(), tile_progress.read(store.home)
    return [_described(LAYERS[name], metas.get(name), progress, theme, locale) for name in names]


def _described(
    layer: Static | Live | Derived, meta: LayerMeta | None, progress: TileProgress, theme: str, locale: str
) -> dict[str, Any]:
    return {
        "name": layer.id,
        "title": t(layer.title, locale),
        "group": layer.group,
        "shape": layer.shape,
        "delivery": layer.delivery,
        "address": layer.address if isinstance(layer, Derived) else None,
        "min_zoom": layer.min_zoom,
        "shown": layer.shown,
        "icon": layer.icon,
        **(_known(layer.id, meta, progress) if isinstance(layer, Static) else _UNKNOWN),
        "legend": [_entry(one, theme, locale) for one in layer.legend],
    }


def _entry(one: Legend, theme: str, locale: str) -> dict[str, str]:
    sign = {"symbol": one.symbol} if one.symbol else {"colour": getattr(PALETTES[theme], one.colour)}
    return {"label": t(one.label, locale), **sign}


_UNKNOWN: dict[str, Any] = dict.fromkeys(
    ("count", "datum", "version", "imported_at", "source", "attribution", "bounds", "tiling")
)


def _known(name: str, meta: LayerMeta | None, progress: TileProgress) -> dict[str, Any]:
    if meta is None:
        return {**_UNKNOWN, "count": 0, "datum": "wgs84"}
    being = progress.of(name)
    return {
        "count": meta.count,
        "datum": meta.datum,
        "version": meta.version,
        "imported_at": meta.imported_at,
        "source": meta.source,
        "attribution": meta.attribution,
        "bounds": meta.bounds,
        "tiling": {"done": being[0], "total": being[1]} if being else None,
    }


def summary(store: LayerStore, name: str) -> dict[str, Any]:
    """One line of ``shaodao layers``."""
    return {"name": name, **_known(name, store.meta(name), tile_progress.read(store.home))}

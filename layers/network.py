"""The road network of the layers ``roads`` and ``gates``, as ``home/roads.npz``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import shapely

from dispatch.travel.graph import Barrier, Graph, Way
from layers.store import LayerStore

FILE = "roads.npz"


def build(store: LayerStore) -> Path | None:
    """Make the network anew; without roads the file goes away and None is answered."""
    path = store.home / FILE
    if not store.count("roads"):
        path.unlink(missing_ok=True)
        return None
    graph = Graph.build(_ways(store), _barriers(store))
    graph.save(path)
    return path


def _ways(store: LayerStore) -> Iterator[Way]:
    for feature in store.features("roads"):
        parts = list(getattr(feature.geometry, "geoms", [feature.geometry]))
        nodes = feature.props.get("nodes")
        for part in parts:
            lonlat = [(float(lon), float(lat)) for lon, lat in shapely.get_coordinates(part)]
            # Registers join where they share a coordinate: 7 digits are a centimetre.
            keys = nodes if len(parts) == 1 and nodes and len(nodes) == len(lonlat) else None
            yield Way(keys or [(round(lon, 7), round(lat, 7)) for lon, lat in lonlat], lonlat, feature.props)


def _barriers(store: LayerStore) -> Iterator[Barrier]:
    for feature in store.features("gates"):
        point = feature.geometry
        yield Barrier(feature.props.get("node"), (point.x, point.y), feature.props)

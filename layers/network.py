"""The road network of the layers ``roads``, ``gates`` and ``compounds``, as ``home/roads.npz``, and what is cut off in
it, as ``home/roads.json``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from dispatch.travel.graph import Barrier, Floats, Graph, Way
from dispatch.travel.net import MAINLAND_M, Net
from layers.store import LayerStore

FILE, STATE = "roads.npz", "roads.json"
#: What the network is made of.
MADE_OF = ("roads", "gates", "compounds", "walls")
#: A compound with a gate this near to its outline is walled.
GATE_M = 15.0
#: A million edges take 3 s and 0.4 GB to build, 5 s and 0.9 GB to load, 0.13 s to search; a city has a tenth of them.
MOST_EDGES = 2_000_000
_DEGREE_M = 111_195.0


@dataclass(frozen=True, slots=True)
class State:
    """What a network is. Islands: parts that one cannot walk to from the mainland, with the gates that never open.
    ``islanders`` are buildings nearer to one of them than to the mainland, and more than 60 m from it; ``over_walls``
    those behind a wall with no road on their side."""

    nodes: int
    edges: int
    km: float = 0.0
    islands: int = 0
    islands_km: float = 0.0
    islanders: int = 0
    over_walls: int = 0

    @property
    def is_too_large(self) -> bool:
        """More edges than are searched: travel is as the crow flies."""
        return self.edges > MOST_EDGES


def build(store: LayerStore) -> Path | None:
    """Make the network anew. None without roads (the files go away) and with too many (``state`` says so)."""
    path = store.home / FILE
    if not store.count("roads"):
        path.unlink(missing_ok=True)
        (store.home / STATE).unlink(missing_ok=True)
        return None
    graph = Graph.build(_ways(store), _barriers(store), _outlines(store), _walls(store))
    made = State(len(graph.lon), len(graph.u)) if len(graph.u) > MOST_EDGES else _examine(graph, store)
    (store.home / STATE).write_text(json.dumps(asdict(made)), encoding="utf-8")
    if made.is_too_large:
        path.unlink(missing_ok=True)
        return None
    graph.save(path)
    return path


def state(home: Path) -> State | None:
    """Of the network as it was last made; None where there is none."""
    try:
        return State(**json.loads((home / STATE).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _examine(graph: Graph, store: LayerStore) -> State:
    net = Net(graph, "walk", ~graph.gate_open[0])
    cut_off = net.island > 0
    km, islands_km = float(net.metres.sum()) / 1000, float(net.metres[cut_off].sum()) / 1000
    islands = len(np.unique(net.island[cut_off]))
    return State(len(net.lon), len(net.u), round(km, 1), islands, round(islands_km, 2), *_doubtful(net, store))


def _doubtful(net: Net, store: LayerStore) -> tuple[int, int]:
    """Buildings that are laid on an island (the mainland is more than 60 m off), and over a wall."""
    if not (net.island > 0).any() and not net.index.walls:
        return 0, 0
    outlines = shapely.from_wkb(np.array([row[3] for row in store.rows("buildings")], dtype=object))
    if not len(outlines):
        return 0, 0
    on = net.snap(*shapely.get_coordinates(shapely.centroid(outlines)).T)
    islanders = (on.edge >= 0) & (net.island[np.maximum(on.edge, 0)] > 0) & (on.off_m <= MAINLAND_M)
    return int(islanders.sum()), int(on.over.sum())


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


def _walls(store: LayerStore) -> Floats:
    """The walls on the map."""
    return _segments(np.array([one.geometry for one in store.features("walls")], dtype=object))


def _outlines(store: LayerStore) -> Floats:
    """The outlines of compounds that have a gate: nobody walks from a house behind them straight to the road outside.
    A compound without a gate may have no wall at all."""
    outlines = [one.geometry for one in store.features("compounds") if shapely.get_dimensions(one.geometry) == 2]
    gates = shapely.points([(one.geometry.x, one.geometry.y) for one in store.features("gates")] or np.zeros((0, 2)))
    if not outlines or not len(gates):
        return np.zeros((0, 4))
    rings = shapely.boundary(np.array(outlines, dtype=object))
    near = shapely.STRtree(gates).query(rings, predicate="dwithin", distance=GATE_M / _DEGREE_M)[0]
    return _segments(rings[np.unique(near)])


def _segments(lines: NDArray[np.object_]) -> Floats:
    points, of = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    same = np.flatnonzero(of[1:] == of[:-1])
    segments: Floats = np.column_stack([points[same], points[same + 1]])
    return segments

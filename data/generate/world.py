"""Everything made so far, by layer, in ground metres; written as GeoJSON in degrees at the end."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import shapely
from frame import XY, degrees
from shapely.geometry import LineString, Point, mapping
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree


@dataclass
class Thing:
    """A feature in ground metres."""

    id: str
    shape: BaseGeometry
    props: dict[str, Any]


@dataclass
class Way:
    """A line of the network before it is noded."""

    line: LineString
    cls: str
    name: str = ""
    foot: str = ""
    public: bool = False


@dataclass
class World:
    """``rng`` is the only source of chance: the same seed makes the same district."""

    rng: random.Random
    layers: dict[str, list[Thing]] = field(default_factory=dict)
    ways: list[Way] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)

    def add(self, layer: str, id: str, shape: BaseGeometry, **props: Any) -> Thing:
        thing = Thing(id, shape, {k: v for k, v in props.items() if v not in (None, "")})
        self.layers.setdefault(layer, []).append(thing)
        return thing

    def new_id(self, prefix: str) -> str:
        self._counts[prefix] = self._counts.get(prefix, 0) + 1
        return f"{prefix}-{self._counts[prefix]:03d}"

    def way(self, line: LineString, cls: str, name: str = "", *, public: bool = False) -> None:
        self.ways.append(Way(line, cls, name, public=public))

    def of(self, layer: str) -> list[Thing]:
        return self.layers.get(layer, [])

    def is_free(self, shape: BaseGeometry, gap: float = 1.0) -> bool:
        """No building within ``gap`` metres of it."""
        near = shape.buffer(gap)
        return not any(near.intersects(b.shape) for b in self.of("buildings"))

    def is_crossed(self, shape: BaseGeometry) -> bool:
        """A way runs over it, or almost."""
        return any(way.line.distance(shape) < 1.5 for way in self.ways)

    def nearest_street(self, at: XY, classes: Iterable[str] = ("main", "street", "service")) -> Point:
        """The point of the public streets that is nearest to ``at``."""
        lines = [w.line for w in self.ways if w.public and w.cls in classes]
        line = lines[int(STRtree(lines).nearest(Point(at)))]
        return line.interpolate(line.project(Point(at)))

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for name, things in sorted(self.layers.items()):
            text = ",\n".join(json.dumps(_feature(t), ensure_ascii=False, separators=(",", ":")) for t in things)
            path = folder / f"{name}.geojson"
            path.write_text('{"type":"FeatureCollection","features":[\n' + text + "\n]}\n", encoding="utf-8")


def _feature(thing: Thing) -> dict[str, Any]:
    shape = to_degrees(thing.shape) if not thing.props.get("_degrees") else thing.shape
    props = {"id": thing.id, **{k: v for k, v in thing.props.items() if not k.startswith("_")}}
    return {"type": "Feature", "properties": props, "geometry": _rounded(mapping(shape))}


def to_degrees(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shape, lambda xy: [degrees(x, y) for x, y in xy])


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else [_round(v) for v in value]

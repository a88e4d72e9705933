"""An OSM extract (.osm.pbf or .osm) as layers. Reads everything before anything is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point
from shapely.geometry.base import BaseGeometry

from layers.feature import Feature
from layers.importing.frames import Batch
from layers.importing.reading import osm_tags as tags_of
from layers.importing.reading.detect import detect
from layers.importing.reading.shapes import fit
from layers.importing.reading.source import BATCH, Head, Request
from layers.importing.report import ImportRefused, Reject

#: Ways whose nodes are missing: a few at the rim of an extract are usual, this share means it was cut off.
BROKEN_SHARE = 0.2


@dataclass(slots=True)
class Extract:
    """Features by layer, and the objects that could not be used."""

    layers: dict[str, list[Feature]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    repaired: dict[int | str, str] = field(default_factory=dict)
    objects: int = 0
    ways: int = 0

    def add(self, layer: str, id: str, name: str, geometry: BaseGeometry, props: dict[str, Any]) -> None:
        self.layers.setdefault(layer, []).append(Feature(id=id, name=name, geometry=geometry, props=props))


def frames(path: Path, request: Request) -> Iterator[dict[str, Any] | Batch]:
    """The extract as frames: a batch belongs to one layer; what could not be used comes as batches without one."""
    format = detect(path)
    if format not in ("osm", "pbf"):
        raise ImportRefused("osm_broken", value=path.name)
    extract = Extract()
    head = {"type": "head", **Head(format, crs="wgs84").as_dict()}
    yield head
    for count in _objects(path, format, extract):
        yield {"type": "progress", "done": count}
    _check(extract)
    _name_compounds(extract)
    for layer, features in extract.layers.items():
        for start in range(0, len(features), BATCH):
            yield _batch(layer, features[start : start + BATCH])
    rejects = {index: (reject.field, reject.code, "") for index, reject in enumerate(extract.rejects)}
    yield Batch([reject.row for reject in extract.rejects], [{} for _ in rejects], problems=rejects)
    repaired = dict(enumerate(extract.repaired.values()))
    yield Batch(list(extract.repaired), [{} for _ in repaired], repaired=repaired)
    yield {**head, "type": "tail", "total": extract.objects}


def _batch(layer: str, features: list[Feature]) -> Batch:
    geometries = np.empty(len(features), dtype=object)
    geometries[:] = [feature.geometry for feature in features]
    rows = [{**feature.props, "id": feature.id, "name": feature.name} for feature in features]
    return Batch([feature.id for feature in features], rows, geometries, layer=layer)


def _objects(path: Path, format: str, extract: Extract) -> Iterator[int]:
    """Take every object in; says how many, now and then. A damaged or cut file raises ImportRefused."""
    import osmium  # 15 MB, and only importers need it

    file = osmium.io.File(str(path), "pbf" if format == "pbf" else "osm")
    try:
        for thing in osmium.FileProcessor(file).with_locations().with_areas():
            _take(extract, thing)
            extract.objects += 1
            if extract.objects % 5_000 == 0:
                yield extract.objects
    except (RuntimeError, OSError, ValueError) as error:
        raise ImportRefused("osm_broken", value=str(error)[:200]) from error


def _check(extract: Extract) -> None:
    incomplete = sum(reject.code == "incomplete" for reject in extract.rejects)
    if incomplete > BROKEN_SHARE * max(extract.ways, 1):
        raise ImportRefused("osm_broken", value=f"{incomplete} / {extract.ways}")
    if not extract.layers.get("buildings") and not extract.layers.get("roads"):
        raise ImportRefused("nothing_usable", value="neither buildings nor roads")


def _take(extract: Extract, thing: Any) -> None:
    if thing.is_way():
        extract.ways += 1
    tags = dict(thing.tags)
    if not tags and not thing.is_way():
        return
    if thing.is_node():
        if thing.location.valid():
            _node(extract, f"n{thing.id}", Point(thing.location.lon, thing.location.lat), tags, thing.id)
    elif thing.is_way():
        _way(extract, thing, tags)
    elif thing.is_area():
        _area(extract, thing, tags)


def _node(extract: Extract, id: str, point: Point, tags: dict[str, str], node: int) -> None:
    name = tags_of.name_of(tags)
    for layer, props in (
        ("gates", tags_of.gate(tags)),
        ("entrances", tags_of.entrance(tags)),
        ("pois", tags_of.poi(tags)),
    ):
        if props is not None:
            extract.add(layer, id, name, point, {**props, "node": node} if layer == "gates" else props)
    asset = tags_of.asset(tags)
    if asset:
        extract.add(asset[0], id, name, point, asset[1])


def _way(extract: Extract, way: Any, tags: dict[str, str]) -> None:
    nodes = list(way.nodes)
    whole = all(node.location.valid() for node in nodes)
    if not whole or len(nodes) < 2:
        extract.rejects.append(Reject(f"w{way.id}", "nodes", "incomplete"))
        return
    line = LineString([(node.location.lon, node.location.lat) for node in nodes])
    road, wall = tags_of.road(tags), tags_of.wall(tags)
    if road is None and wall is not None:  # closed ones too: the border of a yard that is tagged as its fence
        extract.add("walls", f"w{way.id}", tags_of.name_of(tags), line, wall)
    if road is not None:
        refs = [node.ref for node in nodes]
        extract.add("roads", f"w{way.id}", tags_of.name_of(tags), line, {**road, "nodes": refs})
    elif "waterway" in tags and not way.is_closed():
        extract.add("water", f"w{way.id}", tags_of.name_of(tags), line, {"kind": tags["waterway"]})
    elif not way.is_closed() and wall is None:
        _line_thing(extract, f"w{way.id}", line.interpolate(0.5, normalized=True), tags)


def _line_thing(extract: Extract, id: str, middle: Point, tags: dict[str, str]) -> None:
    """A gate drawn as a line across the road, or another point of interest drawn as one."""
    gate, poi = tags_of.gate(tags), tags_of.poi(tags)
    if gate is not None:
        if "gate" in gate["kind"]:
            extract.add("gates", id, tags_of.name_of(tags), middle, gate)
    elif poi is not None:
        extract.add("pois", id, tags_of.name_of(tags), middle, poi)


def _area(extract: Extract, area: Any, tags: dict[str, str]) -> None:
    id = f"{'w' if area.from_way() else 'r'}{area.orig_id()}"
    geometry = _polygon(extract, id, area)
    if geometry is None:
        return
    name = tags_of.name_of(tags)
    building, poi = tags_of.building(tags), tags_of.poi(tags)
    ground, asset, wall = tags_of.ground(tags), tags_of.asset(tags), tags_of.wall(tags)
    if wall is not None and not area.from_way():
        extract.add("walls", id, name, shapely.boundary(geometry), wall)
    if building is not None:
        extract.add("buildings", id, name, geometry, building)
    if poi is not None:
        # The building bears the name on the map already; the point is there to be found and counted.
        same = {"of": "building"} if building is not None else {}
        extract.add("pois", id, name, geometry.representative_point(), {**poi, **same})
    if ground is not None and building is None:
        extract.add(ground[0], id, name, geometry, ground[1])
    if asset is not None:
        extract.add(asset[0], id, name, geometry.representative_point(), asset[1])


def _polygon(extract: Extract, id: str, area: Any) -> BaseGeometry | None:
    rings = []
    for outer in area.outer_rings():
        holes = [[(n.lon, n.lat) for n in inner] for inner in area.inner_rings(outer)]
        rings.append(shapely.Polygon([(n.lon, n.lat) for n in outer], holes))
    if not rings:  # osmium could not close it
        extract.rejects.append(Reject(id, "geometry", "bad_geometry"))
        return None
    geometry: BaseGeometry = rings[0] if len(rings) == 1 else shapely.MultiPolygon(rings)
    if not geometry.is_valid:
        extract.repaired[id] = str(shapely.is_valid_reason(geometry))
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    return fit(geometry, "polygon")


def _name_compounds(extract: Extract) -> None:
    """Give each building the smallest compound around it: half of the buildings have no name of their own."""
    compounds = sorted(extract.layers.get("compounds", []), key=lambda feature: feature.geometry.area)
    buildings = extract.layers.get("buildings", [])
    if not compounds or not buildings:
        return
    points = shapely.point_on_surface([b.geometry for b in buildings])
    inside, around = shapely.STRtree([c.geometry for c in compounds]).query(points, predicate="within")
    smallest: dict[int, int] = {}
    for building, compound in zip(inside.tolist(), around.tolist(), strict=True):
        smallest[building] = min(compound, smallest.get(building, compound))
    for index, compound in smallest.items():
        old, home = buildings[index], compounds[compound]
        props = {**old.props, "compound": home.name, "compound_id": home.id}
        buildings[index] = Feature(id=old.id, name=old.name, geometry=old.geometry, props=props)

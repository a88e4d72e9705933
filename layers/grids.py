"""Grids 网格: cut over the buildings, with 15-digit codes (6 district, 3 street, 3 community, 3 in sequence)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers.derive import derive
from layers.feature import Feature
from layers.importing.report import ImportRefused
from layers.partition import bisect, share_out
from layers.store import LayerStore

#: A city grid has 300-500 households (the local rule prevails).
FEWEST, TARGET, MOST = 300, 400, 500
#: Households of a residential building that does not say: three entrances, six floors, two flats each.
ASSUMED = 36
#: The grids reach this far beyond the outermost buildings.
MARGIN_M = 40.0
_PREFIX = re.compile(r"\d{12}")
_METRES = 111_195.0


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut: grids, the households in the smallest and the largest, buildings without a figure of their own."""

    grids: int
    households: int
    smallest: int
    largest: int
    assumed: int

    def __str__(self) -> str:
        span = f"{self.smallest}-{self.largest} households each, {self.households} in all"
        return f"{self.grids} grids, {span} ({self.assumed} buildings counted as {ASSUMED})"


@dataclass(frozen=True, slots=True)
class _Community:
    prefix: str
    name: str
    street: str
    area: BaseGeometry | None


def cut(
    home: Path | str,
    *,
    district: str = "140802",
    prefix: str | None = None,
    households: int = TARGET,
    then: Callable[[LayerStore, Iterable[str]], None] = derive,
) -> Cut:
    """Cut grids of about ``households`` over the imported buildings and put them in the layer ``grids``.

    Inside each community of the layer ``areas`` (level ``community``, 12-digit code) where there are any; the rest, or
    everything, gets ``prefix`` (district + 001 + 001). Borders run midway between buildings and through none.
    ``then`` makes the tiles.
    """
    prefix = prefix or f"{district}001001"
    if not _PREFIX.fullmatch(prefix) or households < 1:
        raise ValueError(f"prefix {prefix!r}, households {households}: 12 digits and a positive number are needed")
    store = LayerStore(home)
    buildings = list(store.features("buildings"))
    if not buildings:
        raise ImportRefused("nothing_usable", value="buildings")
    features: list[Feature] = []
    for community, members in _by_community(store, buildings, prefix):
        features += _cut_one(community, members, households)
    store.replace("grids", features, source="grids cut", attribution=_credit(store))
    then(store, ("grids",))
    counts = [int(f.props["households"]) for f in features]
    return Cut(len(features), sum(counts), min(counts), max(counts), sum(_assumed(b) for b in buildings))


def in_order(shapes: Sequence[BaseGeometry]) -> list[int]:
    """Indices in the order of numbering: bands of the median height from the north edge, west to east in a band.

    A shape belongs to the band in which the middle of its box lies.
    """
    boxes = shapely.bounds(np.array(shapes, dtype=object)).reshape(-1, 4)
    north, height = boxes[:, 3].max(), float(np.median(boxes[:, 3] - boxes[:, 1]))
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    band = np.floor((north - middle_y) / height) if height > 0 else np.zeros(len(boxes))
    return [int(i) for i in np.lexsort((middle_x, band))]


def _cut_one(community: _Community, buildings: Sequence[Feature], households: int) -> list[Feature]:
    plane = _Plane(buildings)
    outlines = [plane.flat(b.geometry) for b in buildings]
    weights = np.array([_households(b) for b in buildings], dtype=float)
    parts = max(1, min(round(weights.sum() / households), len(buildings)))
    if parts > 999:
        raise ValueError(f"{parts} grids in one community: a code has three digits for them")
    xy = shapely.get_coordinates(shapely.centroid(outlines))
    labels = bisect(xy, weights, parts)
    area = _around(outlines) if community.area is None else plane.flat(community.area)
    shapes = [plane.round(shape) for shape in share_out(outlines, labels, area)]
    kept = [part for part, shape in enumerate(shapes) if not shape.is_empty]
    order = [kept[i] for i in in_order([shapes[part] for part in kept])]
    return [
        _grid(community, number, shapes[part], weights[labels == part]) for number, part in enumerate(order, start=1)
    ]


def _around(outlines: Sequence[BaseGeometry]) -> BaseGeometry:
    """The built-up area: a hull that follows its bays, with a margin and without holes."""
    hull = shapely.concave_hull(shapely.union_all(outlines), ratio=0.3)
    whole = shapely.union_all([hull, *outlines]).buffer(MARGIN_M, quad_segs=2)
    return shapely.Polygon(whole.exterior) if whole.geom_type == "Polygon" else shapely.convex_hull(whole)


def _grid(community: _Community, number: int, shape: BaseGeometry, weights: np.ndarray) -> Feature:
    code = f"{community.prefix}{number:03d}"
    props = {
        "code": code,
        "households": int(weights.sum()),
        "buildings": len(weights),
        "community": community.name,
        "street": community.street,
    }
    return Feature(id=code, name=code[-3:], geometry=shape, props=props)


class _Plane:
    """Degrees to metres around the middle and back: grids are made where distances are even."""

    def __init__(self, features: Sequence[Feature]) -> None:
        west, south, east, north = shapely.total_bounds([f.geometry for f in features])
        self._origin = np.array([(west + east) / 2, (south + north) / 2])
        self._scale = np.array([_METRES * np.cos(np.radians(self._origin[1])), _METRES])

    def flat(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: (xy - self._origin) * self._scale)

    def round(self, geometry: BaseGeometry) -> BaseGeometry:
        return shapely.transform(geometry, lambda xy: np.round(xy / self._scale + self._origin, 8))


def _by_community(
    store: LayerStore, buildings: Sequence[Feature], prefix: str
) -> Iterable[tuple[_Community, list[Feature]]]:
    areas = {f.id: f for f in store.features("areas")}
    left = list(buildings)
    for area in areas.values():
        code = area.text("code") or area.id
        if area.text("level") != "community" or not _PREFIX.fullmatch(code):
            continue
        inside = [b for b in left if area.geometry.contains(b.geometry.representative_point())]
        if inside:
            street = areas.get(area.text("parent"))
            yield _Community(code, area.name, street.name if street else "", area.geometry), inside
            chosen = {b.id for b in inside}
            left = [b for b in left if b.id not in chosen]
    if left:
        yield _Community(prefix, "", "", None), left


def _households(building: Feature) -> float:
    known = building.props.get("households")
    if isinstance(known, (int, float)):
        return float(known)
    return float(ASSUMED) if building.text("use") == "residential" else 0.0


def _assumed(building: Feature) -> bool:
    return building.text("use") == "residential" and not isinstance(building.props.get("households"), (int, float))


def _credit(store: LayerStore) -> str:
    meta = store.meta("buildings")
    return meta.attribution if meta else ""

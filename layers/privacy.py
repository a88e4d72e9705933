"""Whose windows a camera sees, and which gates and doors no camera sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from layers.feature import Feature
from layers.places import building_name
from layers.visibility import View
from layers.walls import DEGREE_M, Walls, scale_at

#: People live behind these; what is not told (empty, ``yes``) may be a home, and a report must not call it none.
HOMES = frozenset(
    [
        "residential",
        "apartments",
        "house",
        "detached",
        "semidetached_house",
        "terrace",
        "dormitory",
        "hotel",
        "bungalow",
        "villa",
        "nursing_home",
    ]
)
UNTOLD = frozenset(("", "yes", "unknown", "mixed"))
#: A door is drawn on the wall or a little inside; a gate on the middle of its road.
SEEN_M = 1.0
#: A shorter stretch is a corner, not a façade.
LEAST_M = 0.1


@dataclass(frozen=True, slots=True)
class Facade:
    """Wall with windows of one building in the view of one camera; ``lines`` are its stretches in degrees."""

    building_id: str
    name: str
    use: str
    length_m: float
    lines: shapely.MultiLineString


class Watcher(Protocol):
    """A camera with its view and what of façades is in it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def view(self) -> View: ...
    @property
    def facades(self) -> Sequence[Facade]: ...


@dataclass(frozen=True, slots=True)
class Unseen:
    """A gate, entrance or exit that no camera sees."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Privacy:
    """The report. ``windows_m`` counts wall that several cameras see once; ``doors`` are all that were asked about."""

    cameras: tuple[dict[str, Any], ...]
    windows_m: float
    unseen: tuple[Unseen, ...]
    doors: int

    def as_dict(self) -> dict[str, Any]:
        return {
            "cameras": list(self.cameras),
            "windows_m": self.windows_m,
            "unseen": [asdict(one) for one in self.unseen],
            "doors": self.doors,
        }


def facades(walls: Walls, view: View) -> tuple[Facade, ...]:
    """Façades with windows in view, longest first. The wall a camera hangs on is not looked into."""
    owner = walls.owner[view.edge]
    looked_into = ~np.isin(view.edge, view.mounted)
    found = []
    for number in np.unique(owner[looked_into]).tolist():
        building, mine = walls.buildings[number], looked_into & (owner == number)
        length = float(view.metres[mine].sum())
        if length < LEAST_M or not has_windows(building):
            continue
        lines = shapely.multilinestrings(shapely.linestrings(np.stack([view.start[mine], view.end[mine]], axis=1)))
        name = building_name(building) or building.id
        found.append(Facade(building.id, name, building.text("use"), round(length, 1), shapely.line_merge(lines)))
    return tuple(sorted(found, key=lambda one: (-one.length_m, one.building_id)))


def has_windows(building: Feature) -> bool:
    """Whether people may live there."""
    use = building.text("use")
    return use in HOMES or use in UNTOLD


def report(walls: Walls, cameras: Sequence[Watcher], doors: Iterable[tuple[str, Feature]]) -> Privacy:
    """Of all cameras, those with most windows first; ``doors`` are (layer, feature) of gates and entrances."""
    asked = [(_kind(layer, feature), feature) for layer, feature in doors]
    rows = [_row(camera) for camera in cameras]
    return Privacy(
        tuple(sorted(rows, key=lambda row: (-row["windows_m"], row["id"]))),
        round(_once(walls, cameras), 1),
        tuple(_unseen([camera.view for camera in cameras], asked, walls.buildings)),
        len(asked),
    )


def _row(camera: Watcher) -> dict[str, Any]:
    shown = [
        {"building_id": one.building_id, "name": one.name, "use": one.use, "length_m": one.length_m}
        for one in camera.facades
    ]
    total = round(sum(one.length_m for one in camera.facades), 1)
    return {"id": camera.id, "name": camera.name, "indoor": camera.view.indoor, "windows_m": total, "facades": shown}


def _once(walls: Walls, cameras: Iterable[Watcher]) -> float:
    """Metres of façade that any camera sees."""
    counted = [(one.view, _counted(walls, one)) for one in cameras]
    if not counted:
        return 0.0
    edge = np.concatenate([view.edge[some] for view, some in counted])
    ends = np.stack([np.concatenate([view.start[some] for view, some in counted]),
                     np.concatenate([view.end[some] for view, some in counted])])  # fmt: skip
    base, run = walls.start[edge], walls.end[edge] - walls.start[edge]
    scale = np.stack([DEGREE_M * np.cos(np.radians(base[:, 1])), np.full(len(edge), DEGREE_M)], axis=1)
    run, ends = run * scale, (ends - base) * scale
    along = np.sort((ends * run).sum(axis=2) / np.maximum(np.hypot(run[:, 0], run[:, 1]), 1e-12), axis=0)
    order = np.lexsort((along[0], edge))
    total, former, until = 0.0, -1, 0.0
    for number, begin, finish in zip(edge[order].tolist(), *along[:, order].tolist(), strict=True):
        until = max(until, begin) if number == former else begin
        total += max(0.0, finish - until)
        former, until = number, max(until, finish)
    return total


def _counted(walls: Walls, camera: Watcher) -> NDArray[np.bool_]:
    """Which stretches of a view are of its façades."""
    shown = {one.building_id for one in camera.facades}
    of = np.array(
        [walls.buildings[number].id in shown for number in walls.owner[camera.view.edge].tolist()], dtype=bool
    )
    counted: NDArray[np.bool_] = of & ~np.isin(camera.view.edge, camera.view.mounted)
    return counted


def _unseen(
    views: Sequence[View], doors: Sequence[tuple[str, Feature]], buildings: Sequence[Feature]
) -> Iterable[Unseen]:
    homes = {one.id: building_name(one) for one in buildings}
    shown = [view.polygon for view in views if not view.polygon.is_empty]
    tree = shapely.STRtree(shown)
    for kind, door in doors:
        point = door.geometry if door.geometry.geom_type == "Point" else door.geometry.representative_point()
        scale = scale_at(point.y)
        near = shapely.box(*(np.tile([point.x, point.y], 2) + np.repeat([-SEEN_M, SEEN_M], 2) / np.tile(scale, 2)))
        if not len(tree.query(near, predicate="intersects")):
            home, own = homes.get(door.text("building_id"), ""), door.name or door.text("unit")
            yield Unseen(door.id, kind, f"{home} {own}".strip() or door.id)


def _kind(layer: str, feature: Feature) -> str:
    """``exit`` where the register says so, else gate or entrance."""
    return "exit" if "exit" in feature.text("kind") else layer.removesuffix("s")

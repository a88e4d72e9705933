"""The views of all cameras, kept while cameras and buildings stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from layers.feature import Feature
from layers.lens import Lens
from layers.places import position_of
from layers.privacy import Facade, Privacy, facades, report
from layers.store import LayerStore
from layers.visibility import View, look
from layers.walls import Walls

#: Layers whose features are gates and doors.
DOORS = ("gates", "entrances")


@dataclass(frozen=True, slots=True)
class CameraView:
    """One camera with its view and the façades with windows in it."""

    camera: Feature
    lens: Lens
    view: View
    facades: tuple[Facade, ...]

    @property
    def id(self) -> str:
        return self.camera.id

    @property
    def name(self) -> str:
        return self.camera.name

    @property
    def windows_m(self) -> float:
        """Metres of façade with windows in view."""
        return round(sum(one.length_m for one in self.facades), 1)

    def geojson(self) -> dict[str, Any]:
        """The field of view as a GeoJSON Feature."""
        props = {
            "id": self.id, "camera_id": self.id, "name": self.name, "heading": self.lens.heading,
            "angle": self.lens.angle, "range_m": self.lens.range_m, "windows_m": self.windows_m,
            "indoor": self.view.indoor,
        }  # fmt: skip
        geometry = None if self.view.polygon.is_empty else _mapping(self.view.polygon)
        return {"type": "Feature", "id": self.id, "properties": props, "geometry": geometry}

    def with_facades(self) -> dict[str, Any]:
        """A FeatureCollection: the field of view, then a line for each façade."""
        lines = [
            {
                "type": "Feature",
                "id": f"{self.id}/{one.building_id}",
                "properties": {"camera_id": self.id, "building_id": one.building_id, "name": one.name, "use": one.use,
                               "length_m": one.length_m},
                "geometry": _mapping(one.lines),
            }
            for one in self.facades
        ]  # fmt: skip
        return {"type": "FeatureCollection", "features": [self.geojson(), *lines]}


@dataclass(frozen=True, slots=True)
class Book:
    """All cameras as of one state of the layers; ``version`` changes with it."""

    version: str
    walls: Walls
    cameras: Mapping[str, CameraView]
    privacy: Privacy

    def geojson(self) -> dict[str, Any]:
        """All fields of view as a FeatureCollection."""
        return {"type": "FeatureCollection", "features": [one.geojson() for one in self.cameras.values()]}


class CameraViews:
    """Remade by whoever asks after a change: only changed cameras while buildings stay (1 ms each), all otherwise.

    Without locks, so that it may be asked from native threads; two that ask at once do the work twice.
    """

    def __init__(self, store: LayerStore) -> None:
        self._store = store
        self._stamp = -1
        self._book: Book | None = None
        self._digests: dict[str, bytes] = {}
        self._buildings = ""

    def current(self) -> Book:
        """The views as the layers are now."""
        stamp = self._store.stamp()
        if self._book is None or stamp != self._stamp:
            metas = self._store.layers()
            versions = [metas[name].version if name in metas else "" for name in ("buildings", "cameras", *DOORS)]
            version = "-".join(versions)
            if self._book is None or version != self._book.version:
                self._book = self._made(version, versions[0])
            self._stamp = stamp
        return self._book

    def _made(self, version: str, buildings: str) -> Book:
        former, digests = self._book, self._store.digests("cameras")
        # Where there was no camera the buildings were not read.
        same = former is not None and len(former.cameras) > 0 and buildings == self._buildings
        cameras = list(self._store.features("cameras"))
        walls = former.walls if former is not None and same else Walls(self._around(cameras))
        made = {}
        for camera in cameras:
            known = former.cameras.get(camera.id) if former is not None and same else None
            unchanged = known is not None and digests.get(camera.id) == self._digests.get(camera.id)
            made[camera.id] = known if known is not None and unchanged else seen(walls, camera)
        self._digests, self._buildings = digests, buildings
        doors = [(layer, feature) for layer in DOORS for feature in self._store.features(layer)]
        return Book(version, walls, made, report(walls, list(made.values()), doors))

    def _around(self, cameras: list[Feature]) -> list[Feature]:
        """Buildings; none where there is no camera, since they take a second per 50,000."""
        return list(self._store.features("buildings")) if cameras else []


def seen(walls: Walls, camera: Feature) -> CameraView:
    """One camera's view of these walls."""
    place, lens = position_of(camera), Lens.of(camera.props)
    view = look(walls, place.lon, place.lat, lens)
    return CameraView(camera, lens, view, facades(walls, view))


def _mapping(geometry: shapely.Geometry) -> dict[str, Any]:
    # 7 digits are a centimetre
    rounded = shapely.transform(geometry, lambda points: np.round(points, 7))
    found: dict[str, Any] = shapely.geometry.mapping(rounded)
    return found

"""Coordinates that still have a datum, as a type of their own: what was converted cannot be converted again.

A file's geometry is a ``Located``; it has no coordinates to draw with and no place in a ``Feature``. ``wgs84()`` takes
it apart: what comes out is plain geometry. Second guard: it carries SRID 4326, and a ``Located`` of such geometry is
refused unless it says WGS 84, where converting changes nothing. (Building new geometry, as ``force_2d`` does,
may drop the mark: repair first, convert last.)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from layers.datum import convert

G = TypeVar("G", BaseGeometry, NDArray[np.object_])
#: The mark of geometry that is on the map's datum.
WGS84_SRID = 4326


class AlreadyWgs84(ValueError):
    """Somebody tried to convert what had been converted."""


@dataclass(frozen=True, slots=True)
class Located(Generic[G]):
    """A geometry (or an array of them: a thousand times faster) as a file has it, x = east, and its datum."""

    geometry: G
    datum: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "datum", convert.parse(self.datum))
        marked = np.any(shapely.get_srid(self.geometry) == WGS84_SRID)
        if marked and self.datum not in convert.SAME:
            raise AlreadyWgs84(f"this geometry is WGS 84 already, it cannot be {self.datum}")

    def wgs84(self) -> G:
        """The geometry in degrees WGS 84, marked; coordinates that have no place there are NaN."""
        if self.datum in convert.SAME:
            return self._marked(self.geometry)
        return self._marked(shapely.transform(self.geometry, self._moved))

    def _marked(self, geometry: G) -> G:
        marked: G = shapely.set_srid(geometry, WGS84_SRID)
        return marked

    def _moved(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(convert.to_wgs84(xy[:, 0], xy[:, 1], self.datum))

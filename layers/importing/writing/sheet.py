"""A layer as columns, in the datum that was asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers import datum as datums
from layers.feature import Feature
from layers.importing.frames import Geometries
from layers.registry import IMPORTED
from layers.store import LayerStore

#: Decimals of converted numbers: 0.1 mm in degrees, and in metres. What is WGS 84 goes out as it is kept.
_DEGREES, _METRES = 9, 4


@dataclass(frozen=True, slots=True)
class Sheet:
    """Features, their geometries in ``datum``, and the names of their properties, ours first."""

    layer: str
    datum: str
    features: list[Feature]
    geometries: Geometries
    columns: list[str]

    @classmethod
    def of(cls, store: LayerStore, layer: str, datum: str) -> Sheet:
        """The layer as it is in the store."""
        features = list(store.features(layer))
        geometries = np.empty(len(features), dtype=object)
        geometries[:] = [feature.geometry for feature in features]
        if datum not in ("wgs84", "cgcs2000"):
            geometries = shapely.transform(geometries, lambda xy: _moved(xy, datum))
        there = {name: None for feature in features for name in feature.props}
        known = [field.name for field in IMPORTED[layer].fields if field.name in there]
        rest = [name for name in there if name not in known and name not in ("id", "name", "datum")]
        return cls(layer, datum, features, geometries, [*known, *rest])

    def __len__(self) -> int:
        return len(self.features)

    @property
    def suffix(self) -> str:
        """The datum as the end of a heading: ``_gcj02``, ``_epsg4547``."""
        return "_" + self.datum.lower().replace(":", "")

    def cells(self, feature: Feature) -> list[Any]:
        """The properties in the order of ``columns``; lists and objects as JSON text."""
        return [flat(feature.props.get(name)) for name in self.columns]


def flat(value: Any) -> Any:
    """A value that fits a cell."""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else value


def _moved(xy: NDArray[np.float64], datum: str) -> NDArray[np.float64]:
    x, y = datums.from_wgs84(xy[:, 0], xy[:, 1], datum)
    large = len(x) and float(np.nanmax(np.abs(x))) > 360
    both: NDArray[np.float64] = np.column_stack((x, y)).round(_METRES if large else _DEGREES)
    return both

"""Where the rows are: which axis is which, which datum it is, and on to WGS 84."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from layers import datum as datums
from layers.datum import Located, numbers
from layers.importing.datums import choose
from layers.importing.frames import Geometries
from layers.importing.gather import Rows
from layers.importing.reading.source import Head
from layers.importing.report import Note, Report
from layers.store import LayerStore

_WORDS = {
    "高德": "gcj02", "腾讯": "gcj02", "高德地图": "gcj02", "腾讯地图": "gcj02", "火星": "gcj02", "火星坐标": "gcj02",
    "国测局": "gcj02", "百度": "bd09", "百度地图": "bd09", "国家2000": "cgcs2000", "2000国家大地坐标系": "cgcs2000",
}  # fmt: skip


def place(rows: Rows, head: Head, asked: str, report: Report, store: LayerStore) -> Geometries:
    """The geometries in WGS 84, None for those with a problem (named in ``rows.problems``). Sets ``report.datum``."""
    geometries = rows.geometries
    cells = _cells(rows, report.mapping.get("datum"))
    for index in rows.problems:
        geometries[index] = None
    _name(rows, geometries, _zero(geometries), "zero_zero")
    points = shapely.get_coordinates(shapely.point_on_surface(geometries))  # one for each that is left
    geometries, points = _axes(geometries, points, report, store)
    report.datum, each = choose(head, asked, points, cells, rows, report, store)
    out = _converted(geometries, report.datum, each)
    bounds = shapely.bounds(out)
    _name(rows, out, _swapped(bounds), "swapped_axes")
    _name(rows, out, ~_on_earth(bounds) & ~shapely.is_missing(out), "off_earth")
    return out


def _cells(rows: Rows, column: str | None) -> list[str]:
    """Row by row the datum that its own cell names; empty where there is no such column."""
    if column is None:
        return []
    out = []
    for index, row in enumerate(rows.rows):
        text = str(row.pop(column, None) or "").strip()
        try:
            out.append(datums.parse(_WORDS.get(text, text)) if text else "")
        except ValueError:
            rows.problems.setdefault(index, (column, "datum_unknown", text[:80]))
            out.append("")
    return out if any(out) else []


def _axes(
    geometries: Geometries, points: NDArray[np.float64], report: Report, store: LayerStore
) -> tuple[Geometries, NDArray[np.float64]]:
    turned = points[:, ::-1]
    if not (numbers.axes_swapped(points) or _elsewhere(points, turned, store)):
        return geometries, points
    report.notes.append(Note("axes_swapped"))
    return shapely.transform(geometries, lambda xy: xy[:, ::-1]), turned


def _elsewhere(points: NDArray[np.float64], turned: NDArray[np.float64], store: LayerStore) -> bool:
    """Outside China the numbers themselves say nothing: where the layers lie that are there already does."""
    boxes = [meta.bounds for meta in store.layers().values() if meta.bounds]
    if not boxes or not len(points):
        return False
    west, south = min(box[0] for box in boxes) - 0.5, min(box[1] for box in boxes) - 0.5
    east, north = max(box[2] for box in boxes) + 0.5, max(box[3] for box in boxes) + 0.5

    def share(xy: NDArray[np.float64]) -> float:
        inside = (xy[:, 0] >= west) & (xy[:, 0] <= east) & (xy[:, 1] >= south) & (xy[:, 1] <= north)
        return float(inside.mean())

    return share(points) < 0.05 and share(turned) > 0.5


def _converted(geometries: Geometries, datum: str, each: Sequence[str]) -> Geometries:
    if not each:
        return np.asarray(Located(geometries, datum).wgs84())
    out = geometries.copy()
    for name in set(each):
        which = np.flatnonzero(np.array([one == name for one in each]))
        out[which] = Located(geometries[which], name).wgs84()
    return out


def _name(rows: Rows, geometries: Geometries, which: Any, code: str) -> None:
    for index in np.flatnonzero(which):
        if geometries[index] is None:
            continue
        x, y = shapely.get_coordinates(geometries[index])[0]
        rows.problems.setdefault(int(index), ("geometry", code, f"{x:.6g}, {y:.6g}"))
        geometries[index] = None


def _zero(geometries: Geometries) -> NDArray[np.bool_]:
    points, owners = shapely.get_coordinates(geometries, return_index=True)
    found = np.zeros(len(geometries), dtype=bool)
    found[owners[np.abs(points).max(axis=1, initial=0.0) < 1e-9]] = True
    return found


def _swapped(bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    lon, lat = np.abs(bounds[:, ::2]).max(axis=1), np.abs(bounds[:, 1::2]).max(axis=1)
    return np.asarray((lat > 90) & (lon <= 90) & (lat <= 180))


def _on_earth(bounds: NDArray[np.float64]) -> NDArray[np.bool_]:
    lon, lat = np.abs(bounds[:, ::2]).max(axis=1), np.abs(bounds[:, 1::2]).max(axis=1)
    return np.asarray((lon <= 180) & (lat <= 90))  # NaN is nowhere

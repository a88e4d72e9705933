"""Which datum the coordinates of a file are in: what it says, what was asked for, and else what the figures say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from layers import datum as datums
from layers.datum import epsg, numbers
from layers.evidence import Evidence, weigh
from layers.importing.gather import Rows
from layers.importing.reading.source import Head
from layers.importing.report import ImportRefused, Note, Report
from layers.store import LayerStore

_SAME = ("wgs84", "cgcs2000")
#: Numbers beyond this are metres; below it they are degrees, if perhaps impossible ones.
_METRES = 1_000.0
#: Layers whose features say where things must fall.
_REFERENCES = ("areas", "compounds", "buildings", "roads")


def choose(
    head: Head, asked: str, points: NDArray[np.float64], cells: Sequence[str], rows: Rows, report: Report,
    store: LayerStore,
) -> tuple[str, Sequence[str]]:  # fmt: skip
    """(the datum of the file, that of each row where they differ)."""
    wanted = "" if asked == "auto" else asked
    said = _said(head, cells)
    if said and wanted and said != wanted and not {said, wanted} <= set(_SAME) and (cells or not head.loose):
        raise ImportRefused("datum_contradicts", value=said, asked=wanted)
    if cells and len(set(cells)) > 1:
        rest = wanted or _undeclared(head, points, rows, report, store)
        return said, [cell or rest for cell in cells]
    if wanted or said:
        return _plausible(wanted or said, points), ()
    if head.crs and not head.converted:
        declared = _plausible(_declared(head.crs), points)
        _doubt(declared, points, rows, report, store)
        return declared, ()
    if head.converted:
        report.notes.append(Note("crs_converted", value=head.crs))
        return "wgs84", ()
    return _undeclared(head, points, rows, report, store), ()


def _said(head: Head, cells: Sequence[str]) -> str:
    names = sorted({cell for cell in cells if cell})
    if len(names) > 1:
        return "+".join(names)
    if names:
        return names[0]
    try:
        return datums.parse(head.marker) if head.marker else ""
    except ValueError:
        return ""


def _declared(crs: str) -> str:
    try:
        return datums.parse(crs)
    except ValueError as error:
        raise ImportRefused("crs_unsupported", value=f"{crs[:80]}: {error}") from error


def _plausible(datum: str, points: NDArray[np.float64]) -> str:
    """The datum, unless its numbers cannot be what they say: metres as degrees, or degrees as metres."""
    if not len(points) or not np.isfinite(points).any():
        return datum
    largest, metres = float(np.nanmedian(np.abs(points).max(axis=1))), False
    if datum.startswith("EPSG:"):
        metres = not epsg.is_degrees(int(datum[5:]))
    if metres == (largest > (180 if metres else _METRES)):
        return datum
    raise ImportRefused("crs_contradicts", value=f"{datum}: {points[0][0]:.6g}, {points[0][1]:.6g}")


def _undeclared(head: Head, points: NDArray[np.float64], rows: Rows, report: Report, store: LayerStore) -> str:
    if not len(points):
        return "wgs84"
    possible = numbers.hypotheses(points) if np.isfinite(points).any() else ()
    degrees = bool(np.nanmedian(np.abs(points).max(axis=1)) < _METRES)
    if head.format.startswith("dxf") or not degrees:
        x, y = points[0]
        hint = f"x {x:.0f}, y {y:.0f}" + (f"; {', '.join(possible)}?" if possible and not degrees else "")
        raise ImportRefused("crs_missing", value=hint, candidates=list(possible))
    if not any(name in store.layers() for name in _REFERENCES):
        report.notes.append(Note("datum_assumed"))
        return "wgs84"
    if not _shifted(points):
        return "wgs84"
    evidence = _weighed(points, rows, report, store)
    if not evidence.chosen:
        raise ImportRefused("datum_undecided", value=evidence.why, evidence=report.evidence)
    report.notes.append(Note("datum_by_evidence", value=evidence.chosen))
    return evidence.chosen


def _doubt(declared: str, points: NDArray[np.float64], rows: Rows, report: Report, store: LayerStore) -> None:
    """A file that says WGS 84 is believed; where the figures clearly say otherwise, that is noted."""
    if declared not in _SAME or not len(points) or not any(name in store.layers() for name in _REFERENCES):
        return
    if _shifted(points):
        evidence = _weighed(points, rows, report, store)
        if evidence.chosen and evidence.chosen not in _SAME:
            report.notes.append(Note("datum_doubted", value=evidence.chosen, asked=declared))
        else:
            report.evidence = None


def _shifted(points: NDArray[np.float64]) -> bool:
    """Whether any datum but WGS 84 is used there: outside China nobody shifts anything."""
    moved = np.column_stack(datums.to_wgs84(points[:, 0], points[:, 1], "gcj02"))
    return not np.allclose(moved, points, atol=1e-9, equal_nan=True)


def _weighed(points: NDArray[np.float64], rows: Rows, report: Report, store: LayerStore) -> Evidence:
    good = [index for index in range(len(rows.rows)) if index not in rows.problems]
    columns = [report.mapping[name] for name in ("compound", "community") if name in report.mapping]
    names = [next((str(rows.rows[i][c]) for c in columns if rows.rows[i].get(c)), "") for i in good]
    evidence = weigh(report.kind, points, names, store)
    report.evidence = evidence.as_dict()
    return evidence

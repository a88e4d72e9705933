"""GeoParquet, and Parquet with coordinate columns."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.importing.frames import Batch
from layers.importing.reading import table
from layers.importing.reading.crs import Transform, declared
from layers.importing.reading.source import BATCH, Head, Request, Source
from layers.importing.report import ImportRefused


def read(path: Path, request: Request) -> Source:
    """The rows of the file, their geometry from the primary column."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped,unused-ignore]
    from pyarrow import ArrowException  # type: ignore[import-untyped,unused-ignore]

    try:
        file = pq.ParquetFile(path)
        geo = json.loads((file.schema_arrow.metadata or {}).get(b"geo", b"{}"))
    except (ArrowException, OSError, ValueError, RecursionError) as error:
        raise ImportRefused("reader_crashed", value=str(error)[:200]) from error
    head = Head("geoparquet", total=file.metadata.num_rows)
    names = [str(name) for name in file.schema_arrow.names]
    primary = str(geo.get("primary_column", "")) if isinstance(geo, dict) else ""
    if not primary:
        head.format = "parquet"
        rows = (row for batch in _batches(file) for row in zip(*(batch[name] for name in names), strict=True))
        cells = ((number, list(row)) for number, row in enumerate(rows, start=2))
        return table.read(_with_header(names, cells), head, request)
    column = geo.get("columns", {}).get(primary, {})
    if column.get("encoding", "WKB") != "WKB" or primary not in names:
        raise ImportRefused("format_unknown", value=f"{path.name}: {primary} {column.get('encoding')}")
    # The specification: a missing crs is CRS84, null is unknown.
    crs = column.get("crs", "wgs84")
    head.crs, transform = (crs, None) if crs == "wgs84" else declared(json.dumps(crs) if crs else "")
    head.converted = transform is not None
    head.columns = [name for name in names if name != primary]
    return Source(head, _located(file, primary, transform))


def _with_header(names: list[str], rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    yield 1, list(names)
    yield from rows


def _batches(file: Any) -> Iterator[dict[str, list[Any]]]:
    for batch in file.iter_batches(batch_size=BATCH):
        yield batch.to_pydict()


def _located(file: Any, primary: str, transform: Transform | None) -> Iterator[Batch]:
    number = 0
    for columns in _batches(file):
        wkb = columns.pop(primary)
        columns = {name: values for name, values in columns.items() if name != "bbox"}
        rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
        batch = Batch(list(range(number + 1, number + 1 + len(wkb))), rows or [{} for _ in wkb])
        number += len(wkb)
        geometries = np.asarray(shapely.from_wkb(np.array(wkb, dtype=object), on_invalid="ignore"))
        for index, geometry in enumerate(geometries):
            if geometry is None:
                batch.problems[index] = ("geometry", "bad_geometry" if wkb[index] else "empty_geometry", "")
        batch.geometries = geometries if transform is None else shapely.transform(geometries, transform)
        yield batch

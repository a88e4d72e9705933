"""Shapefile, GeoPackage, KML, DXF and FlatGeobuf through GDAL. Only ever run in the confined process."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from layers.importing.frames import Batch
from layers.importing.reading import drivers
from layers.importing.reading.crs import declared
from layers.importing.reading.dbf import Decoder
from layers.importing.reading.source import BATCH, Head, Request, Source
from layers.importing.report import ImportRefused

#: Each batch opens the file anew; these formats find a row by its number at once, the others are read in one go.
_AT_ONCE = 10 * BATCH
_SEEKABLE = ("shapefile", "geopackage", "flatgeobuf")
#: Folders of a KML and layers of a drawing are read together unless one is chosen.
_TOGETHER = ("kml", "dxf")
#: Columns that LIBKML makes up.
_KML_OWN = {
    "timestamp", "begin", "end", "altitudeMode", "tessellate", "extrude", "visibility", "drawOrder", "icon", "snippet",
}  # fmt: skip
#: A placemark's own id, which writers make up; a column that is called 编号 is meant more.
_KML_ID = "kml_id"


def read(path: Path, format: str, request: Request) -> Source:
    """The rows of one layer. A file with several is refused with their names, unless one is chosen."""
    pyogrio = drivers.load(format)
    try:
        return _source(pyogrio, path, format, request)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, ValueError) as error:
        raise ImportRefused("reader_crashed", value=str(error).replace(str(path), path.name)[:200]) from error


def _source(pyogrio: Any, path: Path, format: str, request: Request) -> Source:
    listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    spatial = [name for name, kind in listed if kind is not None]
    chosen = [name for name in spatial if name == request.layer] if format != "dxf" else spatial
    if not chosen:
        chosen = spatial if format in _TOGETHER and not request.layer else choose(spatial, request)
    encoding = "ISO-8859-1" if format == "shapefile" else None  # bytes as they are; Decoder decides what they mean
    infos = [pyogrio.read_info(path, layer=name, encoding=encoding, force_feature_count=True) for name in chosen]
    head = Head(format, layer=chosen[0] if len(chosen) == 1 else "", total=sum(int(i["features"]) for i in infos))
    head.layers = [{"name": name, "geometry": str(kind or "")} for name, kind in listed]
    head.crs, transform = declared(infos[0]["crs"]) if format != "kml" else ("wgs84", None)
    head.converted = transform is not None
    frames: Iterator[Frame] = chain.from_iterable(_frames(pyogrio, path, name, format, encoding) for name in chosen)
    decoder = Decoder(path, head) if format == "shapefile" else None
    if decoder:
        frames = decoder.decoded(frames)
    if format != "kml":
        head.columns = decoder.names(infos[0]) if decoder else [str(name) for name in infos[0]["fields"]]
    return Source(head, _batches(frames, format, request, transform))


def choose(names: list[str], request: Request) -> list[str]:
    """The layer that was asked for, or the only one, or the one named like the register."""
    if request.layer:
        if request.layer not in names:
            raise ImportRefused("layer_unknown", value=f"{request.layer} ({', '.join(names)[:300]})", layers=names)
        return [request.layer]
    if len(names) > 1 and request.kind in names:
        return [request.kind]
    if len(names) > 1:
        raise ImportRefused("layer_unchosen", value=", ".join(names)[:500], layers=names)
    if not names:
        raise ImportRefused("empty_file")
    return names


Frame = tuple[list[str], list[Any], Any]


def _frames(pyogrio: Any, path: Path, layer: str, format: str, encoding: str | None) -> Iterator[Frame]:
    """(columns, their values, geometries as WKB) some thousand rows at a time."""
    start, size = 0, _AT_ONCE if format in _SEEKABLE else None
    while True:
        meta, _, wkb, values = pyogrio.raw.read(
            path, layer=layer, encoding=encoding, force_2d=True, datetime_as_string=True, skip_features=start,
            max_features=size,
        )  # fmt: skip
        count = len(wkb) if wkb is not None else len(values[0]) if values else 0
        if count:
            yield [str(name) for name in meta["fields"]], [list(column) for column in values], wkb
        if size is None or count < size:
            return
        start += count


def _batches(frames: Iterator[Frame], format: str, request: Request, transform: Any) -> Iterator[Batch]:
    number = 0
    for columns, values, wkb in frames:
        keep = [i for i, name in enumerate(columns) if format != "kml" or name not in _KML_OWN]
        names = [_KML_ID if format == "kml" and columns[i] == "id" else columns[i] for i in keep]
        plain = [[_plain(value) for value in values[i]] for i in keep]
        rows = [dict(zip(names, row, strict=True)) for row in zip(*plain, strict=True)] if keep else [{} for _ in wkb]
        wanted = range(len(rows))
        if format == "dxf" and request.layer:
            wanted = [i for i in wanted if rows[i].get("Layer") == request.layer]  # type: ignore[assignment]
        for start in range(0, len(wanted), BATCH):
            some = list(wanted[start : start + BATCH])
            yield _batch([rows[i] for i in some], wkb[some] if wkb is not None else None, number, transform)
            number += len(some)


def _batch(rows: list[dict[str, Any]], wkb: Any, number: int, transform: Any) -> Batch:
    batch = Batch(list(range(number + 1, number + 1 + len(rows))), rows)
    raw = wkb if wkb is not None else [None] * len(rows)
    batch.geometries = np.asarray(shapely.from_wkb(raw, on_invalid="ignore"), dtype=object)
    for index, geometry in enumerate(batch.geometries):
        if geometry is None:
            batch.problems[index] = ("geometry", "empty_geometry" if raw[index] is None else "bad_geometry", "")
    if transform is not None:
        batch.geometries = shapely.transform(batch.geometries, transform)
    return batch


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float):
        return None if value != value else value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return None
    return value.tolist() if isinstance(value, np.ndarray) else value

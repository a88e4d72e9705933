"""A file, whatever it is called, as a source of rows."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from layers.importing.limits import MAX_FILE_MB, MEGA
from layers.importing.reading import archive, geojson, sheet, table, text
from layers.importing.reading.detect import detect, in_chinese
from layers.importing.reading.source import Head, Request, Source
from layers.importing.registers import fields_of, is_table
from layers.importing.report import ImportRefused

#: What is looked for in an archive, best first.
_WANTED = (
    ".shp",
    ".gpkg",
    ".geojson",
    ".json",
    ".kml",
    ".fgb",
    ".parquet",
    ".dxf",
    ".xlsx",
    ".xls",
    ".ods",
    ".csv",
    ".txt",
)
_SIDECARS = (".shx", ".dbf", ".prj", ".cpg")
_SHEET_PARTS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")


def open_source(path: Path, request: Request, folder: Path) -> Source:
    """The rows of a file. ``folder`` is empty and ours. An OSM extract is not a source: see ``osm.py``."""
    if path.stat().st_size > MAX_FILE_MB * MEGA:
        raise ImportRefused("file_too_large", limit_mb=MAX_FILE_MB)
    format = detect(path)
    if format == "zip":
        names = archive.names(path)
        return _sheets(path, request) if any(part in names for part in _SHEET_PARTS) else _packed(path, request, folder)
    if format == "xls":
        return _sheets(path, request)
    if format == "csv":
        return table.read(text.rows(path), Head("csv"), request)
    if format == "geojson":
        return geojson.read(path)
    if format == "parquet":
        from layers.importing.reading import parquet

        return parquet.read(path, request)
    return _through_gdal(path, format, request, folder)


def _through_gdal(path: Path, format: str, request: Request, folder: Path) -> Source:
    from layers.importing.reading import gdal

    if format == "sqlite":
        with path.open("rb") as file:
            mark = file.read(100)[68:72]
        if mark not in (b"GPKG", b"GP10", b"GP11", b"GP12"):
            raise ImportRefused("format_unknown", value=path.name)
        format = "geopackage"
    if format in ("osm", "pbf"):
        raise ImportRefused("format_unknown", value=path.name)
    return gdal.read(_apart(path, format, folder), format, request)


def _apart(path: Path, format: str, folder: Path) -> Path:
    """A copy that lies alone: GDAL writes and looks for files beside the one it opens."""
    endings = {"shapefile": ".shp", "geopackage": ".gpkg", "kml": ".kml", "dxf": ".dxf", "flatgeobuf": ".fgb"}
    apart = folder / "apart"
    apart.mkdir()
    target = apart / f"{path.stem}{endings[format]}"
    if format == "kml" and in_chinese(path):
        text = path.read_bytes().decode("gb18030", "replace")
        target.write_text(text.partition("?>")[2], encoding="utf-8")
    else:
        shutil.copyfile(path, target)
    if format == "shapefile":
        for other in path.parent.iterdir():
            if other.stem == path.stem and other.suffix.lower() in _SIDECARS and other.is_file():
                shutil.copyfile(other, target.with_suffix(other.suffix.lower()))
    return target


def _sheets(path: Path, request: Request) -> Source:
    """The sheet that is asked for, else the first that holds the register: offices put a title sheet before it."""
    book = sheet.Book(path)
    layers = [{"name": name, "geometry": ""} for name in book.sheets]
    if request.layer and request.layer not in book.sheets:
        raise ImportRefused("layer_unknown", value=f"{request.layer} ({', '.join(book.sheets)[:300]})")
    refused: ImportRefused | None = None
    without: Source | None = None
    for name in [request.layer] if request.layer else book.sheets:
        try:
            source = table.read(book.rows(name), Head("xlsx", layers=layers, layer=name), request)
        except ImportRefused as error:
            if error.code not in ("empty_file", "no_coordinates"):
                raise
            refused = refused or error
            continue
        if request.layer or _has_required(source.head, request.kind):
            return source
        without = without or source
    if without is not None:
        return without
    raise refused or ImportRefused("empty_file")


def _has_required(head: Head, kind: str) -> bool:
    """Whether every column is there without which no row of a table can be used. A map's register has coordinates,
    which were looked for already."""
    return not is_table(kind) or all(one.name in head.mapping for one in fields_of(kind) if one.required)


def _packed(path: Path, request: Request, folder: Path) -> Source:
    inside = folder / "unpacked"
    inside.mkdir()
    files = [
        file for file in archive.unpack(path, inside)
        if file.suffix.lower() in _WANTED and "__MACOSX" not in file.parts and not file.name.startswith(".")
    ]  # fmt: skip
    if not files:
        raise ImportRefused("format_unknown", value=path.name)
    best = min(_WANTED.index(file.suffix.lower()) for file in files)
    alike = [file for file in files if file.suffix.lower() == _WANTED[best]]
    if _WANTED[best] == ".kml":
        alike = [next((file for file in alike if file.name == "doc.kml"), alike[0])]
    names = [file.stem for file in alike]
    if len(alike) > 1:
        from layers.importing.reading.gdal import choose

        alike = [alike[names.index(choose(names, request)[0])]]
    inner = "" if request.layer in names else request.layer
    source = open_source(alike[0], replace(request, path=str(alike[0]), layer=inner), folder)
    source.head.format = {"kml": "kmz"}.get(source.head.format, f"{source.head.format}.zip")
    if len(names) > 1:
        source.head.layers = [{"name": name, "geometry": ""} for name in names]
        source.head.layer = alike[0].stem
    return source

"""GDAL with one driver and no way out. What a file claims to be cannot wake another driver."""

from __future__ import annotations

import os
import sys
from typing import Any

DRIVERS = {
    "shapefile": "ESRI Shapefile",
    "geopackage": "GPKG",
    "kml": "LIBKML",
    "dxf": "DXF",
    "flatgeobuf": "FlatGeobuf",
}
#: Vector drivers of GDAL 3.12 and before; all but the wanted one are skipped. design.md §4 found VRT, HTTP, WFS, CSW,
#: OAPIF, OGCAPI, GDALG, GeoRSS and SQLite to reach for other files or addresses.
_ALL = [
    "OGR_VRT",
    "HTTP",
    "WFS",
    "CSW",
    "OAPIF",
    "OGCAPI",
    "GDALG",
    "GeoRSS",
    "SQLite",
    "ADBC",
    "AIVector",
    "AVCBin",
    "AVCE00",
    "AmigoCloud",
    "CAD",
    "CSV",
    "Carto",
    "DGN",
    "DXF",
    "EDIGEO",
    "EEDA",
    "ESRIJSON",
    "Elasticsearch",
    "FlatGeobuf",
    "GML",
    "GMLAS",
    "GPKG",
    "GPSBabel",
    "GPX",
    "GTFS",
    "GeoJSON",
    "GeoJSONSeq",
    "HANA",
    "Idrisi",
    "JML",
    "JSONFG",
    "KML",
    "LIBKML",
    "LVBAG",
    "MBTiles",
    "MEM",
    "MVT",
    "MapML",
    "MiraMonVector",
    "MongoDBv3",
    "MySQL",
    "NAS",
    "NGW",
    "NTF",
    "ODBC",
    "ODS",
    "OGR_GMT",
    "OGR_PDS",
    "OSM",
    "OpenFileGDB",
    "PCIDSK",
    "PDF",
    "PDS4",
    "PGDUMP",
    "PGEO",
    "PLSCENES",
    "PMTiles",
    "Parquet",
    "Arrow",
    "PostgreSQL",
    "S57",
    "SEGY",
    "SXF",
    "Selafin",
    "SOSI",
    "TIGER",
    "TopoJSON",
    "UK_.NTF",
    "VDV",
    "VFK",
    "VICAR",
    "WAsP",
    "XLS",
    "XLSX",
    "XODR",
    "netCDF",
]


def load(format: str) -> Any:
    """pyogrio with the driver of ``format`` and no other (a test holds that none is left over in this GDAL)."""
    names = [name for name in (*_ALL, "ESRI Shapefile", "MapInfo File") if name != DRIVERS[format]]
    os.environ.update(
        GDAL_SKIP=",".join(names),
        GDAL_DRIVER_PATH="disable",
        GDAL_PYTHON_DRIVER_PATH="",
        CPL_LOG=os.devnull,
        GDAL_NUM_THREADS="1",
        GDAL_CACHEMAX="64",
        GDAL_DISABLE_READDIR_ON_OPEN="FALSE",
        CPL_VSIL_CURL_ALLOWED_EXTENSIONS=".none",
        CPL_CURL_ENABLE_VSIMEM="NO",
        PROJ_NETWORK="OFF",
        OGR_GEOJSON_MAX_OBJ_SIZE="16",
        DXF_MAX_BSPLINE_CONTROL_POINTS="2000",
        SHAPE_RESTORE_SHX="YES",
        OGR_SQLITE_LOAD_EXTENSIONS="",
    )
    return lean_pyogrio()


def lean_pyogrio() -> Any:
    """pyogrio without geopandas, pandas and pyarrow: 90 MB and 1.5 s of processor time less."""
    absent = [name for name in ("geopandas", "pandas", "pyarrow") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]  # None: cannot be imported, and it does without
    import pyogrio

    for name in absent:
        del sys.modules[name]
    return pyogrio

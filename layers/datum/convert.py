"""Which datum a text means, and numbers from one to WGS 84 and back."""

from __future__ import annotations

import re

import numpy as np

from layers.datum import bd09, epsg, gcj02
from layers.datum.gcj02 import Array

#: Datums of degrees that need no library; beside them ``EPSG:n``.
DATUMS = ("wgs84", "cgcs2000", "gcj02", "bd09")
#: Less than a metre apart (plate motion since 2000.0): taken as they are.
SAME = ("wgs84", "cgcs2000")
#: Points at once: the intermediate arrays of more would leave the processor's cache (64 k × 8 B × a dozen).
_CHUNK = 65_536
_SPOKEN = {
    "crs84": "wgs84", "gps": "wgs84", "wgs1984": "wgs84",
    "gcj": "gcj02", "mars": "gcj02", "amap": "gcj02", "tencent": "gcj02",
    "bd": "bd09", "bd09ll": "bd09", "baidu": "bd09",
    "cgcs": "cgcs2000", "2000": "cgcs2000",
}  # fmt: skip
_EPSG = re.compile(r"(?:epsg[:\s]*|urn:ogc:def:crs:epsg:[0-9.]*:)?([0-9]{4,6})", re.I)
RIGHT = "wgs84, gcj02, bd09, cgcs2000 or EPSG:n (such as EPSG:4546)"


def parse(text: str) -> str:
    """The one spelling of a datum: ``wgs84``, ``gcj02``, ``bd09``, ``cgcs2000`` or ``EPSG:n``. Raises ValueError with
    what would be right; an EPSG code is looked up, so that a wrong one is told before a file is read."""
    word = re.sub(r"[\s_-]", "", text).lower()
    word = _SPOKEN.get(word, word)
    if word in DATUMS:
        return word
    if text.strip().lower().endswith("crs84"):
        return "wgs84"
    if not (found := _EPSG.fullmatch(text.strip())):
        raise ValueError(f"datum {text!r} not understood: {RIGHT}")
    code = int(found[1])
    if code in epsg.NAMED:
        return epsg.NAMED[code]
    epsg.check(code)
    return f"EPSG:{code}"


def to_wgs84(lon: Array | float, lat: Array | float, datum: str) -> tuple[Array, Array]:
    """x and y of ``datum`` (x = east, y = north) as degrees WGS 84; numbers or arrays. NaN where no such place is.

    Raises ValueError for a datum that is unknown.
    """
    return _converted(lon, lat, datum, inward=True)


def from_wgs84(lon: Array | float, lat: Array | float, datum: str) -> tuple[Array, Array]:
    """Degrees WGS 84 as x and y of ``datum``: for tests, for exports, and for basemaps that are themselves shifted."""
    return _converted(lon, lat, datum, inward=False)


def _converted(lon: Array | float, lat: Array | float, datum: str, *, inward: bool) -> tuple[Array, Array]:
    x, y = np.broadcast_arrays(np.asarray(lon, dtype=float), np.asarray(lat, dtype=float))
    datum = parse(datum)
    if datum in SAME:
        return x, y
    out_x, out_y = np.empty(x.size), np.empty(x.size)
    flat_x, flat_y = x.ravel(), y.ravel()
    for start in range(0, x.size, _CHUNK):
        part = slice(start, start + _CHUNK)
        out_x[part], out_y[part] = _some(flat_x[part], flat_y[part], datum, inward)
    return out_x.reshape(x.shape), out_y.reshape(x.shape)


def _some(x: Array, y: Array, datum: str, inward: bool) -> tuple[Array, Array]:
    if datum.startswith("EPSG:"):
        code = int(datum[5:])
        return epsg.to_wgs84(x, y, code) if inward else epsg.from_wgs84(x, y, code)
    if datum == "gcj02":
        return gcj02.to_wgs84(x, y) if inward else gcj02.from_wgs84(x, y)
    return bd09.to_wgs84(x, y) if inward else bd09.from_wgs84(x, y)

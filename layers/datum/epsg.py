"""Any EPSG code through pyproj, loaded when first asked for (importers only; the web process never asks).

Traps, and what is done about them:
- axis order: always x = east, y = north, whatever the authority says (EPSG:4490 is lat/lon, Gauss-Krüger north/east);
- CGCS2000 → WGS 84: PROJ knows only a "ballpark"; both are ITRF realisations, 0.3-0.8 m apart in China (plate motion
  since 2000.0), so they are taken as the same, for every CRS whose base is CGCS2000 (4490, 4513-4554, 4491-4512);
- a datum without published parameters (Xi'an 1980): PROJ would leave 100 m unsaid, here it is refused by name.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from layers.datum.gcj02 import Array

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

#: Codes that are our own names.
NAMED = {4326: "wgs84", 4979: "wgs84", 4490: "cgcs2000", 4480: "cgcs2000"}
_WGS84, _CGCS2000 = 4326, 4490
#: Metres: coarser than this would put an entrance at another building.
COARSEST_M = 20.0


def check(code: int) -> None:
    """Raises ValueError unless places of this code can be brought to WGS 84 within ``COARSEST_M``."""
    _transformer(code)


def to_wgs84(x: Array, y: Array, code: int) -> tuple[Array, Array]:
    """x = east, y = north (in the units of the code) as degrees WGS 84; NaN where the code has no place for it."""
    return _finite(*_transformer(code).transform(x, y))


def from_wgs84(lon: Array, lat: Array, code: int) -> tuple[Array, Array]:
    """Degrees WGS 84 as x = east, y = north of the code; NaN outside it."""
    return _finite(*_transformer(code).transform(lon, lat, direction="INVERSE"))


def is_degrees(code: int) -> bool:
    """Whether its numbers are angles, not lengths."""
    return bool(_crs(code).is_geographic)


@lru_cache(maxsize=32)
def _crs(code: int) -> CRS:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_epsg(code)
    except CRSError:
        raise ValueError(f"EPSG:{code} is not in the register") from None
    if len(crs.axis_info) != 2 or not (crs.is_projected or crs.is_geographic):
        raise ValueError(f"EPSG:{code} ({crs.name}) is not a CRS of two axes on the ground")
    return crs


@lru_cache(maxsize=32)
def _transformer(code: int) -> Transformer:
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    crs = _crs(code)
    base = crs.geodetic_crs.to_epsg() if crs.geodetic_crs else None
    target = _CGCS2000 if base in (_CGCS2000, 4480, 4479) else _WGS84
    try:
        made = Transformer.from_crs(crs, target, always_xy=True, allow_ballpark=False)
    except ProjError:
        raise ValueError(f"EPSG:{code} ({crs.name}): no published way to WGS 84; use the CGCS2000 edition") from None
    if made.accuracy > COARSEST_M:  # -1: several ways, chosen by place
        raise ValueError(f"EPSG:{code} ({crs.name}): {made.accuracy:.0f} m at best; use the CGCS2000 edition")
    return made


def _finite(x: Array, y: Array) -> tuple[Array, Array]:
    x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
    good = np.isfinite(x) & np.isfinite(y)
    return np.where(good, x, np.nan), np.where(good, y, np.nan)

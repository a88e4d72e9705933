"""What a file says its coordinates are in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from layers import datum
from layers.importing.report import ImportRefused

Transform = Callable[[NDArray[np.float64]], NDArray[np.float64]]
#: How sure PROJ must be that a description without a code is the one of its register (0-100); Esri's .prj reach 70.
_SURE = 60


def declared(text: str | None) -> tuple[str, Transform | None]:
    """(datum, None) where the description is known by a code; (its name, how to convert) where only PROJ knows it;
    ("", None) where nothing is declared."""
    if not text:
        return "", None
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        crs = CRS.from_user_input(text)
    except CRSError as error:
        raise ImportRefused("crs_unsupported", value=str(text)[:80]) from error
    if crs.is_engineering or not (crs.is_projected or crs.is_geographic or crs.is_compound):
        return "", None
    crs = crs.sub_crs_list[0] if crs.is_compound else crs
    if "undefined" in crs.name.lower():
        return "", None
    code = crs.to_epsg(min_confidence=_SURE)
    if code is None:
        authority = crs.to_authority(min_confidence=_SURE)
        if authority and authority[1] == "CRS84":
            return "wgs84", None
        return crs.name[:80], _transform(crs)
    try:
        return datum.parse(f"EPSG:{code}"), None
    except ValueError as error:
        raise ImportRefused("crs_unsupported", value=str(error)[:200]) from error


def _transform(crs: Any) -> Transform:
    from pyproj import Transformer
    from pyproj.exceptions import ProjError

    base = crs.geodetic_crs
    chinese = base is not None and "2000" in base.name and ("CGCS" in base.name or "China" in base.name)
    try:
        # CGCS2000 is WGS 84 within a metre (layers/datum/epsg.py); to its own degrees PROJ needs no parameters.
        made = Transformer.from_crs(crs, base if chinese else 4326, always_xy=True, allow_ballpark=chinese)
    except ProjError as error:
        raise ImportRefused("crs_unsupported", value=crs.name[:80]) from error

    def transform(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        lon, lat = made.transform(xy[:, 0], xy[:, 1])
        both = np.column_stack((lon, lat))
        both[~np.isfinite(both)] = np.nan
        return both

    return transform

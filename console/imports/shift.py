"""Where the points of a preview stood before their datum was put right: what a person sees shifted on the map."""

from __future__ import annotations

from typing import Any

import shapely
from shapely.geometry import shape

from layers.datum import from_wgs84

#: Datums of degrees that lie elsewhere; one in metres has no place on a map of degrees.
SHIFTED = ("gcj02", "bd09")


def before(preview: dict[str, Any] | None, datum: str) -> list[list[float]]:
    """[lon, lat] of each feature of the preview as it was read for WGS 84, rounded to a centimetre; empty where the
    datum shifts nothing."""
    if not preview or not preview["features"] or datum not in SHIFTED:
        return []
    points = shapely.get_coordinates(shapely.point_on_surface([shape(one["geometry"]) for one in preview["features"]]))
    lon, lat = from_wgs84(points[:, 0], points[:, 1], datum)
    return [[round(float(x), 7), round(float(y), 7)] for x, y in zip(lon, lat, strict=True)]

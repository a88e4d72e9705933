"""Spoken names of places, to be found by typing."""

from __future__ import annotations

from layers.base import Static
from layers.kinds.columns import kind

PLACES = Static("places", "ground", "point", "geojson", min_zoom=14, fields=(kind("school"),), spoken=True)

"""Other datums, and the way to WGS 84: the only place in the project that knows any.

GCJ-02 shifts by 525-627 m in the Shanxi cities and BD-09 by twice that: a forgotten conversion puts a building into
another grid. Everything beyond this door is degrees WGS 84.
"""

from __future__ import annotations

from layers.datum.convert import DATUMS, from_wgs84, parse, to_wgs84
from layers.datum.located import AlreadyWgs84, Located

__all__ = ["DATUMS", "AlreadyWgs84", "Located", "from_wgs84", "parse", "to_wgs84"]

"""Where tickets were, counted by cells of the ground, from the history's tables."""

from __future__ import annotations

from datetime import datetime

from dispatch.adapters.sql_engine import Database
from dispatch.codec import format_time
from dispatch.ticket import LIVE

#: (column, row, tickets): a cell is ``size``, width and height in degrees, times as far; its south-west corner.
Cell = tuple[int, int, int]


def cells(
    database: Database, district: str, since: datetime, kind: str | None, size: tuple[float, float], limit: int
) -> list[Cell]:
    """The cells with most tickets that were opened since then and have left the board; exercises and duplicates left
    out, and those of another ``kind`` where one is given. Blocks. Raises LogUnavailable as the log does."""
    gone = (*sorted(LIVE), "merged")
    conditions = f"district = ? AND opened_at >= ? AND exercise = ? AND state NOT IN ({', '.join('?' * len(gone))})"
    values: list[object] = [district, format_time(since), False, *gone]
    if kind is not None:
        conditions, values = f"{conditions} AND kind = ?", [*values, kind]
    text = (
        "SELECT x, y, COUNT(*) AS n FROM (SELECT FLOOR(lon / ?) AS x, FLOOR(lat / ?) AS y FROM history_tickets "
        f"WHERE {conditions} AND lon IS NOT NULL AND lat IS NOT NULL) AS placed "
        "GROUP BY x, y ORDER BY n DESC, x, y LIMIT ?"
    )
    with database.reading() as cursor:
        cursor.execute(database.sql(text), (*size, *values, limit))
        return [(int(x), int(y), int(n)) for x, y, n in cursor.fetchall()]

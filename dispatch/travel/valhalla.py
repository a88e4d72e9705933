"""Travel by a Valhalla server (``/sources_to_targets`` and ``/route``): on foot and by bicycle, chosen by request."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dispatch.position import Position
from dispatch.travel import Leg
from dispatch.travel.http_json import RouterAway, Server, number
from dispatch.travel.profiles import EBIKE_M_S, WALK_M_S

#: Its own limit for pedestrians is 2,500 pairs.
STARTS, GOALS = 40, 40
#: 442 no path, 171 no edge near a place.
_NO_WAY = frozenset({442, 171})
_COSTING: dict[str, dict[str, Any]] = {
    "walk": {"costing": "pedestrian", "costing_options": {"pedestrian": {"walking_speed": WALK_M_S * 3.6}}},
    "ebike": {"costing": "bicycle", "costing_options": {"bicycle": {"cycling_speed": EBIKE_M_S * 3.6}}},
}


class Valhalla:
    """As ``dispatch.travel.remote.Router``."""

    name = "valhalla"
    profiles = frozenset(_COSTING)
    most = (STARTS, GOALS)

    def __init__(self, server: Server) -> None:
        self._server = server

    def table(
        self, goals: Sequence[Position], starts: Sequence[Position], profile: str
    ) -> tuple[list[list[float]], list[list[float]]]:
        body = {"sources": list(map(_place, starts)), "targets": list(map(_place, goals)), "units": "kilometers"}
        answer = self._ask("/sources_to_targets", body | _COSTING[profile])
        if answer is None:
            nothing = [[math.inf] * len(goals) for _ in starts]
            return nothing, [list(row) for row in nothing]
        cells = answer.get("sources_to_targets")
        if not isinstance(cells, list) or [len(row) for row in cells if isinstance(row, list)] != [len(goals)] * len(
            starts
        ):
            raise RouterAway(f"expected {len(starts)} × {len(goals)} ways")
        if any(not isinstance(cell, dict) for row in cells for cell in row):
            raise RouterAway("a way that is none")
        seconds = [[number(cell.get("time")) for cell in row] for row in cells]
        return seconds, [[number(cell.get("distance")) * 1000 for cell in row] for row in cells]

    def route(self, start: Position, goal: Position, profile: str) -> Leg | None:
        body = {"locations": [_place(start), _place(goal)], "units": "kilometers"}
        answer = self._ask("/route", body | _COSTING[profile])
        if answer is None:
            return None
        try:
            trip = answer["trip"]
            line = [point for leg in trip["legs"] for point in decoded(leg["shape"])]
            seconds, metres = number(trip["summary"]["time"]), number(trip["summary"]["length"]) * 1000
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise RouterAway(f"the route cannot be read: {error!r}") from error
        return Leg(seconds, metres, (start, *line, goal))

    def _ask(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        answer = self._server.post(path, body)
        if not isinstance(answer, dict):
            raise RouterAway("the answer is no object")
        if "error_code" in answer:
            if answer["error_code"] in _NO_WAY:
                return None
            raise RouterAway(f"Valhalla says {str(answer.get('error'))[:80]}")
        return answer


def _place(place: Position) -> dict[str, float]:
    return {"lon": round(place.lon, 6), "lat": round(place.lat, 6)}


def decoded(shape: str) -> list[Position]:
    """A polyline of six digits. Raises ValueError."""
    values: list[int] = []
    bits = shift = 0
    for letter in shape:
        five = ord(letter) - 63
        if not 0 <= five < 64:
            raise ValueError(f"{letter!r} in a polyline")
        bits |= (five & 31) << shift
        shift += 5
        if five < 32:
            values.append(~(bits >> 1) if bits & 1 else bits >> 1)
            bits = shift = 0
    if shift or len(values) % 2:
        raise ValueError("a polyline that was cut off")
    line, lat, lon = [], 0, 0
    for north, east in zip(values[::2], values[1::2], strict=True):
        lat, lon = lat + north, lon + east
        line.append(Position(lon=lon / 1e6, lat=lat / 1e6))
    return line

"""Travel by a Valhalla server (``/sources_to_targets`` and ``/route``): on foot and by bicycle, chosen by request."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dispatch.position import Position
from dispatch.travel import SNAP_M, Leg
from dispatch.travel.http_json import RouterAway, Server, Unsure, number, off_road
from dispatch.travel.profiles import EBIKE_M_S, WALK_M_S

#: Its own limit for pedestrians is 2,500 pairs. A search a goal takes it 20 to 60 ms, and it works on what nobody waits
#: for any more before it begins the next.
PAIRS, GOALS = 2_000, 5
#: 442 no path, 171 no edge near a place, 170 places in unconnected regions, 154 too far apart.
_NO_WAY = frozenset({442, 171, 170, 154})
_COSTING: dict[str, dict[str, Any]] = {
    "walk": {"costing": "pedestrian", "costing_options": {"pedestrian": {"walking_speed": WALK_M_S * 3.6}}},
    "ebike": {"costing": "bicycle", "costing_options": {"bicycle": {"cycling_speed": EBIKE_M_S * 3.6}}},
}


class Valhalla:
    """As ``dispatch.travel.remote.Router``."""

    name = "valhalla"
    profiles = frozenset(_COSTING)

    def __init__(self, server: Server) -> None:
        self._server = server

    def most(self, goals: int) -> tuple[int, int]:
        width = min(max(goals, 1), GOALS)
        return PAIRS // width, width

    def table(
        self, goals: Sequence[Position], starts: Sequence[Position], profile: str
    ) -> tuple[list[list[float]], list[list[float]]]:
        body = {"sources": list(map(_place, starts)), "targets": list(map(_place, goals)), "units": "kilometers"}
        answer = self._ask("/sources_to_targets", body | _COSTING[profile] | {"verbose": True})
        if answer is None:
            return self._without_lost(goals, starts, profile)
        cells = answer.get("sources_to_targets")
        if not isinstance(cells, list) or [len(row) for row in cells if isinstance(row, list)] != [len(goals)] * len(
            starts
        ):
            raise RouterAway(f"expected {len(starts)} × {len(goals)} ways")
        if any(not isinstance(cell, dict) for row in cells for cell in row):
            raise RouterAway("a way that is none")
        before, after = _off(answer.get("sources"), starts), _off(answer.get("targets"), goals)
        offs = [[one + other for other in after] for one in before]
        seconds = [
            [number(cell.get("time")) + off / WALK_M_S for cell, off in zip(*pair, strict=True)]
            for pair in zip(cells, offs, strict=True)
        ]
        metres = [
            [number(cell.get("distance")) * 1000 + off for cell, off in zip(*pair, strict=True)]
            for pair in zip(cells, offs, strict=True)
        ]
        return seconds, metres

    def _without_lost(
        self, goals: Sequence[Position], starts: Sequence[Position], profile: str
    ) -> tuple[list[list[float]], list[list[float]]]:
        """One place that is on no road fails a whole table: the table without such places. Unsure where there are
        none: it does not say between which two there is no way."""
        seconds = [[math.inf] * len(goals) for _ in starts]
        metres = [list(row) for row in seconds]
        if len(starts) * len(goals) == 1:
            return seconds, metres
        found = self._on_roads([*starts, *goals], profile)
        rows = [i for i in range(len(starts)) if found[i]]
        columns = [j for j in range(len(goals)) if found[len(starts) + j]]
        if all(found):
            raise Unsure("no way between some of these places")
        if rows and columns:
            rest = self.table([goals[j] for j in columns], [starts[i] for i in rows], profile)
            for whole, part in zip((seconds, metres), rest, strict=True):
                for i, row in zip(rows, part, strict=True):
                    for j, value in zip(columns, row, strict=True):
                        whole[i][j] = value
        return seconds, metres

    def _on_roads(self, places: Sequence[Position], profile: str) -> list[bool]:
        """Which of the places have a road within 300 m."""
        body = {"locations": list(map(_place, places)), "verbose": False} | _COSTING[profile]
        answer = self._server.post("/locate", body)
        try:
            if len(answer) != len(places):
                raise RouterAway("not all places were located")
            corners = [
                [Position(lon=edge["correlated_lon"], lat=edge["correlated_lat"]) for edge in one["edges"] or ()]
                for one in answer
            ]
        except (KeyError, TypeError, ValueError) as error:
            raise RouterAway(f"the places cannot be read: {error!r}") from error
        return [any(place.metres_to(at) <= SNAP_M for at in some) for place, some in zip(places, corners, strict=True)]

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
        off = off_road(start.metres_to(line[0])) + off_road(goal.metres_to(line[-1])) if line else math.inf
        if math.isinf(off):
            return None
        return Leg(seconds + off / WALK_M_S, metres + off, (start, *line, goal))

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


def _off(laid: Any, places: Sequence[Position]) -> list[float]:
    """Metres from each place to the road it was laid on, inf where it is on none; where the server says them."""
    try:
        at = [Position(lon=one["lon"], lat=one["lat"]) for one in laid]
        return [off_road(place.metres_to(road)) for place, road in zip(places, at, strict=True)]
    except (KeyError, TypeError, ValueError):
        return [0.0] * len(places)


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

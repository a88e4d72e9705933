"""Travel by an OSRM server (its HTTP API v1: ``table`` and ``route``). Its profile is fixed when its data is prepared:
it is asked for walks only."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from dispatch.position import Position
from dispatch.travel import Leg
from dispatch.travel.http_json import RouterAway, Server, number, numbers, off_road
from dispatch.travel.profiles import WALK_M_S

#: ``osrm-routed`` takes 100 places in a table unless told otherwise; of those so many goals.
PLACES, GOALS = 100, 20
#: Its words for "no way": an answer, not a failure.
_NO_WAY = frozenset({"NoRoute", "NoSegment", "NoTable"})


class Osrm:
    """As ``dispatch.travel.remote.Router``."""

    name = "osrm"
    profiles = frozenset({"walk"})

    def __init__(self, server: Server) -> None:
        self._server = server

    def most(self, goals: int) -> tuple[int, int]:
        width = min(max(goals, 1), GOALS)
        return PLACES - width, width

    def table(
        self, goals: Sequence[Position], starts: Sequence[Position], profile: str
    ) -> tuple[list[list[float]], list[list[float]]]:
        places = ";".join(map(_place, (*starts, *goals)))
        sources = ";".join(map(str, range(len(starts))))
        ends = ";".join(map(str, range(len(starts), len(starts) + len(goals))))
        answer = self._ask(
            f"/table/v1/foot/{places}?sources={sources}&destinations={ends}&annotations=duration,distance"
        )
        if answer is None:
            raise RouterAway("no table of these places")
        seconds, metres = (numbers(answer.get(what), len(starts), len(goals)) for what in ("durations", "distances"))
        before, after = (_off(answer.get(what), many) for what, many in (("sources", starts), ("destinations", goals)))
        for i, row in enumerate(metres):
            for j in range(len(row)):
                row[j] += before[i] + after[j]
                seconds[i][j] += (before[i] + after[j]) / WALK_M_S
        return seconds, metres

    def route(self, start: Position, goal: Position, profile: str) -> Leg | None:
        answer = self._ask(f"/route/v1/foot/{_place(start)};{_place(goal)}?overview=full&geometries=geojson")
        if answer is None:
            return None
        try:
            found = answer["routes"][0]
            line = [Position(lon=float(lon), lat=float(lat)) for lon, lat in found["geometry"]["coordinates"]]
            seconds, metres = number(found["duration"]), number(found["distance"])
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise RouterAway(f"the route cannot be read: {error!r}") from error
        off = sum(_off(answer.get("waypoints"), (start, goal)))
        if math.isinf(off):
            return None
        return Leg(seconds + off / WALK_M_S, metres + off, (start, *line, goal))

    def _ask(self, path: str) -> dict[str, Any] | None:
        answer = self._server.get(path)
        code = answer.get("code") if isinstance(answer, dict) else None
        if code in _NO_WAY:
            return None
        if code != "Ok":
            raise RouterAway(f"OSRM says {str(code)[:40]}")
        found: dict[str, Any] = answer
        return found


def _place(place: Position) -> str:
    return f"{place.lon:.6f},{place.lat:.6f}"


def _off(waypoints: Any, places: Sequence[Position]) -> list[float]:
    """Metres from each place to the road, inf where it is on none; where the server says them (older ones do not)."""
    if not isinstance(waypoints, list) or len(waypoints) != len(places):
        return [0.0] * len(places)
    return [off_road(number(one.get("distance", 0.0))) if isinstance(one, dict) else 0.0 for one in waypoints]

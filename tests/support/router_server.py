"""A routing server of our own: OSRM's or Valhalla's JSON over a road network, as little as we ask of them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import numpy as np

from dispatch.position import Position
from dispatch.travel import Leg
from dispatch.travel.roads import Roads

#: Profile of a Valhalla costing.
PROFILE = {"pedestrian": "walk", "bicycle": "ebike"}


class RouterServer(ThreadingHTTPServer):
    """``broken`` is answered to everything while it is set: (status, body). ``asked`` counts requests."""

    daemon_threads = True

    def __init__(self, roads: Roads) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.roads, self.asked = roads, 0
        self.broken: tuple[int, bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(roads: Roads) -> Iterator[RouterServer]:
    server = RouterServer(roads)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server: RouterServer

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        found = re.fullmatch(r"/(table|route)/v1/[a-z]+/([-0-9.,;]+)", parts.path)
        if not found:
            return self._say(400, {"code": "InvalidUrl"})
        places = [Position(*map(float, one.split(","))) for one in found[2].split(";")]
        if found[1] == "table" and len(places) > 100:
            return self._say(400, {"code": "TooBig", "message": "Too many table coordinates"})
        return self._say(*(_osrm_table if found[1] == "table" else _osrm_route)(self.server.roads, places, parts.query))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        make = {"/sources_to_targets": _valhalla_table, "/route": _valhalla_route, "/locate": _valhalla_locate}.get(
            self.path
        )
        return self._say(*make(self.server.roads, body)) if make else self._say(404, {"error_code": 106})

    def _say(self, status: int, body: Any) -> None:
        self.server.asked += 1
        status, text = self.server.broken or (status, json.dumps(body).encode())
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def _tables(roads: Roads, goals: list[Position], starts: list[Position], profile: str) -> tuple[Any, Any]:
    found = roads.matrix(goals, starts, profile=profile)
    return tuple(
        [[None if np.isinf(value) else value for value in row] for row in table.tolist()]
        for table in (found.seconds, found.metres)
    )


def _osrm_table(roads: Roads, places: list[Position], query: str) -> tuple[int, Any]:
    asked = parse_qs(query)
    starts, goals = ([places[int(i)] for i in asked[key][0].split(";")] for key in ("sources", "destinations"))
    seconds, metres = _tables(roads, goals, starts, "walk")
    for i, start in enumerate(starts):  # it looks for a road as far as it must
        for j, goal in enumerate(goals):
            if not (_is_near(roads, start) and _is_near(roads, goal)):
                seconds[i][j] = metres[i][j] = 100.0
    ends = {key: [_waypoint(p, roads) for p in some] for key, some in (("sources", starts), ("destinations", goals))}
    return 200, {"code": "Ok", "durations": seconds, "distances": metres, **ends}


def _osrm_route(roads: Roads, places: list[Position], query: str) -> tuple[int, Any]:
    assert "geometries=geojson" in query
    leg = roads.path(*places) if all(_is_near(roads, p) for p in places) else Leg(80.0, 100.0, tuple(places))
    if leg is None:
        return 400, {"code": "NoRoute", "message": "Impossible route between points"}
    line = {"type": "LineString", "coordinates": [[p.lon, p.lat] for p in leg.path]}
    route = {"geometry": line, "distance": leg.distance_m, "duration": leg.eta_s, "weight": leg.eta_s, "legs": []}
    return 200, {"code": "Ok", "routes": [route], "waypoints": [_waypoint(p, roads) for p in places]}


def _waypoint(place: Position, roads: Roads) -> dict[str, Any]:
    return {"location": [place.lon, place.lat], "distance": 0.0 if _is_near(roads, place) else 149_565.6, "name": ""}


def _is_near(roads: Roads, place: Position) -> bool:
    return bool(roads.net("walk").snap_places([place])[2].edge[0] >= 0)


def _valhalla_table(roads: Roads, body: Any) -> tuple[int, Any]:
    starts, goals = ([Position(p["lon"], p["lat"]) for p in body[key]] for key in ("sources", "targets"))
    if len(starts) * len(goals) > 2500:
        return 400, {"error_code": 150, "error": "Exceeded max locations", "status_code": 400}
    if not all(_is_near(roads, place) for place in (*starts, *goals)):
        return 400, {"error_code": 171, "error": "No suitable edges near location", "status_code": 400}
    seconds, metres = _tables(roads, goals, starts, PROFILE[body["costing"]])
    cells = [
        [{"from_index": i, "to_index": j, "time": s, "distance": _km(metres[i][j])} for j, s in enumerate(row)]
        for i, row in enumerate(seconds)
    ]
    return 200, {
        "sources_to_targets": cells, "units": "kilometers", "sources": body["sources"], "targets": body["targets"]
    }  # fmt: skip


def _valhalla_locate(roads: Roads, body: Any) -> tuple[int, Any]:
    places = [Position(one["lon"], one["lat"]) for one in body["locations"]]
    return 200, [
        {"edges": [{"correlated_lon": p.lon, "correlated_lat": p.lat}] if _is_near(roads, p) else None} for p in places
    ]


def _valhalla_route(roads: Roads, body: Any) -> tuple[int, Any]:
    start, goal = (Position(p["lon"], p["lat"]) for p in body["locations"])
    leg = roads.path(start, goal, PROFILE[body["costing"]])
    if leg is None:
        return 400, {"error_code": 442, "error": "No path could be found for input", "status_code": 400}
    return 200, {"trip": {"status": 0, "units": "kilometers", "summary": _summary(leg), "legs": [_leg(leg)]}}


def _leg(leg: Leg) -> dict[str, Any]:
    return {"shape": encoded(leg.path), "summary": _summary(leg)}


def _summary(leg: Leg) -> dict[str, float]:
    return {"time": leg.eta_s, "length": leg.distance_m / 1000}


def _km(metres: float | None) -> float | None:
    return None if metres is None else metres / 1000


def encoded(line: tuple[Position, ...]) -> str:
    """A polyline of six digits."""
    out, lat, lon = [], 0, 0
    for place in line:
        north, east = round(place.lat * 1e6), round(place.lon * 1e6)
        for step in (north - lat, east - lon):
            value = ~(step << 1) if step < 0 else step << 1
            while value >= 32:
                out.append(chr((32 | (value & 31)) + 63))
                value >>= 5
            out.append(chr(value + 63))
        lat, lon = north, east
    return "".join(out)

"""GET /travel: the walk from one point to another."""

from __future__ import annotations

from flask import Response, jsonify, request

from console.api.routes import NUMBER, STRING, Query, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import DESK, WORKER
from console.native import native
from console.problems import Problem
from dispatch.position import Position

PROFILES = ("walk", "ebike", "reference")


def get() -> Response:
    """Seconds, metres and the line; null where one cannot walk there."""
    start, goal = _point("from"), _point("to")
    profile = request.args.get("profile", "walk")
    if profile not in PROFILES:
        raise Problem("invalid_field", f"one of {', '.join(PROFILES)}", field="profile")
    travel = services().travel
    leg = native(travel.path, start, goal, profile)
    if leg is None:
        return jsonify({"distance_m": None, "eta_s": None, "path": None, "travel": travel.name})
    path = [[point.lon, point.lat] for point in leg.path]
    return jsonify({"distance_m": leg.distance_m, "eta_s": leg.eta_s, "path": path, "travel": travel.name})


def _point(name: str) -> Position:
    text = request.args.get(name, "")
    try:
        lon, lat = (float(part) for part in text.split(","))
        return Position(lon=lon, lat=lat)
    except ValueError:
        raise Problem("invalid_field", "must be lon,lat in degrees", field=name) from None


POINT = {"type": "string", "pattern": "^-?[0-9.]+,-?[0-9.]+$"}
ROUTES = (
    Route(
        "GET",
        "/travel",
        get,
        DESK | WORKER,
        "The way on foot between two points. ``reference``: undirected, no gate hours, for comparison.",
        query=(
            Query("from", POINT, "lon,lat", required=True),
            Query("to", POINT, "lon,lat", required=True),
            Query("profile", {"enum": list(PROFILES)}),
        ),
        answers=ok(
            shape(
                distance_m=nullable(NUMBER),
                eta_s=nullable(NUMBER),
                path=nullable(listed(listed(NUMBER))),
                travel=STRING,
            )
        ),
        problems=(422,),
    ),
)

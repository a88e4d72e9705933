"""GET /travel: the walk from one point to another, or to a flat."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from console.api.routes import BOOLEAN, INTEGER, NUMBER, STRING, Query, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import DESK, WORKER
from console.native import native
from console.problems import Problem
from dispatch.approach import NOTHING, Approach
from dispatch.events import Place
from dispatch.position import Position
from dispatch.travel.no_way import no_way

PROFILES = ("walk", "ebike", "reference")


def get() -> Response:
    """Seconds, metres and the line; null where one cannot walk there. To a building ``eta_s`` ends at the flat, and
    ``approach`` says what of it comes after the street. ``over_wall``: no road on this side, the true way is longer.
    ``reasons`` say why there is no way: ``from_outside_district``, ``to_outside_district``, the codes of ``no_way``."""
    start, profile = _point("from"), request.args.get("profile", "walk")
    if profile not in PROFILES:
        raise Problem("invalid_field", f"one of {', '.join(PROFILES)}", field="profile")
    goal, approach = _goal()
    if profile == "reference":
        approach = approach.at_any_hour()
    travel = services().travel
    leg = native(travel.path, start, goal, profile)
    found = {"distance_m": None, "eta_s": None, "path": None, "travel": travel.name, "over_wall": False, "reasons": []}
    found["approach"] = _row(approach)
    if leg is not None:
        path = [[point.lon, point.lat] for point in leg.path]
        found |= {"distance_m": leg.distance_m, "eta_s": leg.eta_s + approach.seconds, "path": path}
        found["over_wall"] = leg.over_wall
    else:
        found["reasons"] = [*_outside(start, goal), *native(no_way, travel, start, goal, profile)]
    return jsonify(found)


def _outside(start: Position, goal: Position) -> list[str]:
    locate = services().gazetteer.locate
    places = (("from_outside_district", start), ("to_outside_district", goal))
    return [code for code, place in places if locate(place).outside_district]


def _goal() -> tuple[Position, Approach]:
    """A point, or the entrance of a building's unit and the way from there to a floor."""
    building_id = request.args.get("to_building")
    if building_id is None:
        return _point("to"), NOTHING
    building = services().gazetteer.building(building_id)
    if building is None:
        raise Problem("invalid_field", "no building has this id", field="to_building")
    kind_id = request.args.get("kind")
    kind = services().board.kinds.get(kind_id) if kind_id else None
    if kind_id and kind is None:
        raise Problem("invalid_field", "no such kind", field="kind")
    at = building.position
    where = Place(lon=at.lon, lat=at.lat, unit=request.args.get("unit", ""), floor=_floor(), building_id=building_id)
    approach = services().approach(where, kind)
    return approach.entrance or at, approach


def _floor() -> int | None:
    text = request.args.get("floor")
    if not text:
        return None
    try:
        floor = int(text)
    except ValueError:
        floor = 1_000
    if not -10 <= floor <= 200:
        raise Problem("invalid_field", "a whole number from -10 to 200", field="floor")
    return floor


def _row(approach: Approach) -> dict[str, Any]:
    return {
        "seconds": approach.seconds,
        "floors": approach.floors,
        "by": approach.by,
        "reasons": list(approach.reasons),
        "why": dict(approach.why),
    }


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
        "The way between two points, or to a flat. ``reference``: undirected, no gate hours, for comparison.",
        query=(
            Query("from", POINT, "lon,lat", required=True),
            Query("to", POINT, "lon,lat; this or ``to_building``"),
            Query("profile", {"enum": list(PROFILES)}),
            Query("to_building", STRING, "a building's id: to the entrance, and on to the flat"),
            Query("unit", STRING, "of the building, such as 2单元"),
            Query("floor", INTEGER, "1 is the ground, -1 the first basement"),
            Query("kind", STRING, "a kind's id: to a fire nobody rides"),
        ),
        answers=ok(
            shape(
                distance_m=nullable(NUMBER),
                eta_s=nullable(NUMBER),
                path=nullable(listed(listed(NUMBER))),
                travel=STRING,
                over_wall=BOOLEAN,
                reasons=listed(STRING),
                approach=shape(
                    seconds=NUMBER,
                    floors=INTEGER,
                    by={"enum": ["", "stairs", "lift"]},
                    reasons=listed(STRING),
                    why={"type": "object"},
                ),
            )
        ),
        problems=(422,),
    ),
)

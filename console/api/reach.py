"""GET /reach: how far one walks from a point, and who and what is within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, current_app, jsonify, request

from console.api.routes import INTEGER, NUMBER, Query, Route, listed, ok, shape
from console.api.services import services
from console.api.who import DESK
from console.native import native
from console.problems import Problem
from dispatch.position import Position

if TYPE_CHECKING:
    from dispatch.travel.net import Net
    from layers.reach import Quarter
    from layers.store import LayerStore

PROFILES = ("walk", "ebike")
MOST_MINUTES = 60


def get() -> Response:
    """A polygon for each band of minutes, the largest first; buildings, households and places by their own walk."""
    start, minutes, profile = _start(), minutes_asked(15), request.args.get("profile", "walk")
    if profile not in PROFILES:
        raise Problem("invalid_field", f"one of {', '.join(PROFILES)}", field="profile")
    of, travel = quarter(), services().travel
    circle = native(lambda: of.circle(network(travel, profile), start, minutes))
    if circle is None:
        raise Problem("off_network", "no road within 300 m", field="lon")
    answer = jsonify(circle)
    answer.mimetype = "application/geo+json"
    return answer


def quarter() -> Quarter:
    """One for the application, made when first asked: scipy need not be there before."""
    kept: dict[str, Any] = current_app.extensions
    if "shaodao.quarter" not in kept:
        made = native(_quarter, services().layers)
        kept.setdefault("shaodao.quarter", made)
    found: Quarter = kept["shaodao.quarter"]
    return found


def _quarter(store: LayerStore) -> Quarter:
    from layers.reach import Quarter

    return Quarter(store)


def network(travel: Any, profile: str) -> Net:
    """The network as it is open now; on a native thread, since it may have to be read. Raises no_roads."""
    present = travel.now() if hasattr(travel, "now") else travel
    if present.name != "roads":
        raise Problem("no_roads", "import the layer roads first")
    found: Net = present.net(profile)
    return found


def minutes_asked(usual: int) -> int:
    """1 to 60, whole."""
    text = request.args.get("minutes", str(usual))
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_MINUTES):
        raise Problem("invalid_field", f"a whole number from 1 to {MOST_MINUTES}", field="minutes")
    return int(text)


def _start() -> Position:
    values = {}
    for name, most in (("lon", 180.0), ("lat", 90.0)):
        try:
            values[name] = float(request.args.get(name, ""))
        except ValueError:
            raise Problem("invalid_field", "must be degrees", field=name) from None
        if not -most <= values[name] <= most:
            raise Problem("invalid_field", f"must be from -{most:.0f} to {most:.0f}", field=name)
    return Position(**values)


_FEATURE = shape(
    type={"const": "Feature"},
    properties=shape(minutes=INTEGER, buildings=INTEGER, households=INTEGER, places=INTEGER),
    geometry={"type": "object"},
)
MINUTES = {"type": "integer", "minimum": 1, "maximum": MOST_MINUTES}
ROUTES = (
    Route(
        "GET",
        "/reach",
        get,
        DESK,
        "What is reached on foot within some minutes of a point: 5, 10, 15, or three equal bands beyond.",
        query=(
            Query("lon", NUMBER, "degrees", required=True),
            Query("lat", NUMBER, "degrees", required=True),
            Query("minutes", MINUTES, "15 unless told"),
            Query("profile", {"enum": list(PROFILES)}),
        ),
        answers=ok(
            shape(
                type={"const": "FeatureCollection"},
                features=listed(_FEATURE),
                minutes=INTEGER,
                buildings=INTEGER,
                households=INTEGER,
                places=INTEGER,
            ),
            media="application/geo+json",
        ),
        problems=(409, 422),
    ),
)

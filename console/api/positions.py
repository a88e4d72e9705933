"""POST /positions: where a phone is. Latest only, never in the log, used for ranking and nothing else."""

from __future__ import annotations

from flask import Response, request

from console.api import bodies_small
from console.api.bodies_small import FixBody
from console.api.routes import JSON, Route, listed, ok, ref
from console.api.services import services
from console.api.who import WORKER, me
from dispatch.adapters.positions import Fix
from dispatch.position import Position
from dispatch.sources import strict_json


def post() -> Response:
    """204. A fix of the future counts as of now: a phone's clock cannot hold its place for ever."""
    worker_id = me().worker_id or ""
    now = services().clock()
    sent = bodies_small.fixes(strict_json.loads(request.get_data(cache=False)))
    services().positions.put([_fix(worker_id, one) for one in sent])
    services().presence.seen(worker_id, now)
    return Response(status=204)


def _fix(worker_id: str, one: FixBody) -> Fix:
    now = services().clock()
    return Fix(worker_id, Position(lon=one.lon, lat=one.lat), one.at or now, one.accuracy_m, now)


ROUTES = (
    Route(
        "POST",
        "/positions",
        post,
        WORKER,
        "Where this phone is: one fix or a list; the latest wins.",
        body={JSON: {"anyOf": [ref("Fix"), listed(ref("Fix"))]}},
        answers=ok({}, "Taken", 204),
        problems=(413, 422),
    ),
)

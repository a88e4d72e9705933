"""POST /assets/states: what sockets, cameras and lifts are doing. Latest only, never in the log."""

from __future__ import annotations

from flask import Response, request

from console.api import bodies_small
from console.api.bodies_small import StateBody
from console.api.routes import JSON, Route, listed, ok, ref
from console.api.services import services
from console.api.who import SOURCE, me
from console.problems import Problem
from dispatch.adapters.asset_states import AssetState
from dispatch.sources import strict_json


def post() -> Response:
    """204."""
    devices = frozenset(me().devices or ())
    sent = bodies_small.states(strict_json.loads(request.get_data(cache=False)))
    for nth, one in enumerate(sent):
        if devices and one.asset_id not in devices:
            raise Problem("forbidden", "this source may not speak for this device", field=f"{nth}.asset_id")
    services().asset_states.put([_state(one) for one in sent])
    return Response(status=204)


def _state(one: StateBody) -> AssetState:
    socket = None if one.socket is None else str(one.socket)
    return AssetState(one.asset_id, socket, one.state, one.value, one.at or services().clock())


ROUTES = (
    Route(
        "POST",
        "/assets/states",
        post,
        SOURCE,
        "What assets and their sockets are doing now; the latest wins.",
        body={JSON: {"anyOf": [ref("AssetState"), listed(ref("AssetState"))]}},
        answers=ok({}, "Taken", 204),
        problems=(413, 422),
    ),
)

"""/assets/states: what sockets, cameras and lifts are doing. Latest only, never in the log."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from flask import Response, jsonify, request

from console.api import bodies_small
from console.api.bodies_small import StateBody
from console.api.routes import BOOLEAN, JSON, STRING, Query, Route, listed, ok, ref, shape
from console.api.services import services
from console.api.who import SOURCE, WALL, me
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


def get() -> Response:
    """The latest state of every asset and socket; 304 while nothing changed."""
    states = services().asset_states
    answer = Response(mimetype="application/json")
    answer.set_etag(states.version)  # before the rows: what changes meanwhile is asked for again
    answer.headers["Cache-Control"] = "private, no-cache"
    if states.version not in request.if_none_match:
        answer.set_data(json.dumps(_rows(states.all().values())))
    return answer.make_conditional(request)


def changed() -> Response:
    """Those that changed since a version: what a screen asks for every 30 s. 16,000 sockets are 1.7 MB."""
    states = services().asset_states
    version, found = states.since(request.args.get("since", ""))
    rows = _rows(states.all().values() if found is None else found)
    answer = jsonify({"version": version, "whole": found is None, "states": rows})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _rows(states: Iterable[AssetState]) -> list[dict[str, Any]]:
    return [
        {
            "asset_id": one.asset_id,
            "socket": one.socket,
            "state": one.state,
            "value": one.value,
            "at": one.at.isoformat(),
        }
        for one in states
    ]


ROUTES = (
    Route(
        "GET",
        "/assets/states",
        get,
        WALL,
        "What assets and their sockets are doing now.",
        answers=ok(listed(ref("AssetState"))),
    ),
    Route(
        "GET",
        "/assets/states/changed",
        changed,
        WALL,
        "Those that changed since a version; all of them (`whole`) where the version is unknown.",
        query=(Query("since", STRING, "the version of the answer before"),),
        answers=ok(shape(version=STRING, whole=BOOLEAN, states=listed(ref("AssetState")))),
    ),
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

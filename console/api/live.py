"""GET /snapshot, /deltas, /events: the three ways into the stream."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request

from console.access.identity import Identity
from console.api.routes import ANY, INTEGER, JSON, STRING, Query, Route, listed, ok, ref, shape
from console.api.services import services
from console.api.who import WALL, WORKER, me, view_of
from console.live.changes import Gone
from console.native import native
from console.problems import Problem
from dispatch.answers import described
from dispatch.projections import masking

#: A reader waits so long for its own write.
PATIENCE_S = 1.0
MOST_EVENTS = 5000


def snapshot() -> Response:
    """Every row in sight. ``at_least`` waits for one's own write, at most a second, else 503."""
    view = view_of(me(), request.args.get("view"))
    relay = services().relay
    at_least = _number("at_least", 0)
    if at_least and not relay.wait_for(at_least, PATIENCE_S):
        raise Problem("not_ready", f"event {at_least} is not here yet", retry_after=1, head=relay.board.seq)
    _seen(me())
    return Response(relay.snapshot_json(view), mimetype=JSON)


def deltas() -> Response:
    """One delta from ``after`` to now; 410 when that is too long ago or of another log: take a snapshot."""
    view = view_of(me(), request.args.get("view"))
    epoch = request.args.get("epoch", "")
    try:
        found = services().relay.deltas(view, epoch, _number("after", None))
    except Gone as gone:
        raise Problem("reload", str(gone), epoch=services().relay.epoch) from None
    _seen(me())
    return jsonify(found)


def events() -> Response:
    """The log itself, for administrators and auditors; callers and telephone numbers masked."""
    limit = _number("limit", 500)
    if not 0 < limit <= MOST_EVENTS:
        raise Problem("invalid_field", f"a number from 1 to {MOST_EVENTS}", field="limit")
    found = native(services().log.read, _number("after", 0), limit)
    head = native(services().log.head)
    rows = [_masked(described(one)) for one in found]
    return jsonify({"epoch": head.epoch, "head": head.seq, "events": rows})


def _masked(event: dict[str, Any]) -> dict[str, Any]:
    data = dict(event["data"])
    for name, mask in (("caller", masking.caller), ("phone", masking.phone)):
        if isinstance(data.get(name), str):
            data[name] = mask(data[name])
    return {**event, "data": data}


def _number(name: str, default: int | None) -> int:
    text = request.args.get(name)
    if text is None and default is not None:
        return default
    if text is None or not text.isascii() or not text.isdigit() or len(text) > 15:
        raise Problem("invalid_field", "a number, 0 or more", field=name)
    return int(text)


def _seen(who: Identity) -> None:
    if who.worker_id:
        services().presence.seen(who.worker_id, services().clock())


_VIEW = Query("view", {"enum": ["desk", "wall", "phone"]})
_TABLES = {name: listed(ref(name[:-1].capitalize())) for name in ("tickets", "alerts", "workers", "assignments")}
_CHANGES = {name: shape(upsert=rows, remove=listed(STRING)) for name, rows in _TABLES.items()}
ROUTES = (
    Route(
        "GET",
        "/snapshot",
        snapshot,
        WALL | WORKER,
        "Every row in sight of a view.",
        query=(_VIEW, Query("at_least", INTEGER, "wait for this event, at most a second")),
        answers=ok(shape(district=STRING, epoch=STRING, seq=INTEGER, at=STRING, **_TABLES, kpis=ANY)),
        problems=(422,),
    ),
    Route(
        "GET",
        "/deltas",
        deltas,
        WALL | WORKER,
        "What changed after a cursor.",
        query=(
            _VIEW,
            Query("epoch", STRING, "of the cursor", required=True),
            Query("after", INTEGER, "the cursor", required=True),
        ),
        answers=ok({"allOf": [shape(**{"from": INTEGER}, to=INTEGER, at=INTEGER), shape(**_CHANGES)]}),
        problems=(410, 422),
    ),
    Route(
        "GET",
        "/events",
        events,
        frozenset({"admin", "auditor"}),
        "The log.",
        query=(Query("after", INTEGER), Query("limit", INTEGER)),
        answers=ok(shape(epoch=STRING, head=INTEGER, events=listed(ref("Event")))),
        problems=(422,),
    ),
)

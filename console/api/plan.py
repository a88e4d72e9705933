"""GET /plan: what the planner would change; POST /plan/accept: do it, in whole or in part."""

from __future__ import annotations

from flask import Response, jsonify, request

from console.api.routes import BOOLEAN, INTEGER, JSON, NUMBER, STRING, Route, listed, nullable, ok, shape
from console.api.services import services
from console.api.who import DESK, DISPATCHERS, actor_of, me
from console.planner.accept import carry_out
from console.planner.teller import shown
from console.problems import Problem
from dispatch.errors import InvalidField
from dispatch.sources import strict_json

#: Of one proposal; a plan may change fewer.
MOST_TICKETS = 500


def get() -> Response:
    """The latest proposal; without one, an empty one with an empty id."""
    return jsonify(shown(services().proposals.latest()))


def accept() -> Response:
    """One row for each change, in the order of the proposal. 409 ``plan_gone`` when another plan has been made."""
    plan_id, wanted = _asked()
    latest = services().proposals.latest()
    if latest is None or not plan_id or latest.id != plan_id:
        raise Problem("plan_gone")
    changes = [one for one in latest.body["changes"] if wanted is None or one["ticket_id"] in wanted]
    strangers = set(wanted or ()) - {one["ticket_id"] for one in changes}
    if strangers:
        raise InvalidField("ticket_ids", f"not in this plan: {', '.join(sorted(strangers))}")
    rows = carry_out(services(), actor_of(me()), changes, services().dispatcher.board)
    return jsonify({"id": plan_id, "rows": rows})


def _asked() -> tuple[str, list[str] | None]:
    body = strict_json.loads(request.get_data(cache=False))
    if not isinstance(body, dict):
        raise InvalidField("", "an object")
    for name in body:
        if name not in ("id", "ticket_ids"):
            raise InvalidField(name, "unknown")
    wanted = body.get("ticket_ids")
    if not isinstance(body.get("id"), str):
        raise InvalidField("id", "the id of the plan")
    if wanted is not None and not (
        isinstance(wanted, list) and len(wanted) <= MOST_TICKETS and all(isinstance(one, str) for one in wanted)
    ):
        raise InvalidField("ticket_ids", f"a list of at most {MOST_TICKETS} ids")
    return body["id"], wanted


_CHANGE = shape(
    ticket_id=STRING,
    number=STRING,
    to=STRING,
    saves_s=nullable(INTEGER),
    stack=BOOLEAN,
    auto=BOOLEAN,
    why={"type": "object"},
)
_CHANGE["properties"]["from"] = nullable(STRING)  # a word of Python's own
_PLAN = shape(
    made_at=STRING,
    id=STRING,
    seq=INTEGER,
    changes=listed(_CHANGE),
    notes=listed({"type": "object"}),
    late_before=INTEGER,
    late_after=INTEGER,
    walk_before_s=INTEGER,
    walk_after_s=INTEGER,
    gap=NUMBER,
    by=STRING,
    bound_by=STRING,
)
_ROW = shape(ticket_id=STRING, number=STRING, ok=BOOLEAN, code=STRING, message=STRING)
ROUTES = (
    Route("GET", "/plan", get, DESK, "What the planner would change, and what that saves.", answers=ok(_PLAN)),
    Route(
        "POST",
        "/plan/accept",
        accept,
        DISPATCHERS,
        "Carry out the proposal, or the changes of some tickets: recalls and offers, each refused alone.",
        body={JSON: shape(("id",), id=STRING, ticket_ids=listed(STRING))},
        answers=ok(shape(id=STRING, rows=listed(_ROW))),
        problems=(409, 422),
    ),
)

"""POST /positions: where a phone is, and check-ins at a place. Latest only, never in the log, used for ranking and
nothing else."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Response, jsonify, request

from console.api import bodies_small, phone_clock
from console.api.bodies_small import CheckinBody, FixBody
from console.api.routes import ANY, INTEGER, JSON, STRING, Route, listed, ok, ref, shape
from console.api.services import services
from console.api.who import DESK, DISPATCHERS, WORKER, me
from console.i18n import t
from console.metrics import POSITIONS_REJECTED
from console.native import native
from console.ranking import position_of
from dispatch.adapters.positions import Fix, Source
from dispatch.errors import InvalidField, NotFound
from dispatch.plausible import Doubt, taken_at
from dispatch.position import Position
from dispatch.sources import strict_json


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the registers that one can be at."""

    id: str
    name: str
    position: Position


def post() -> Response:
    """204 when nothing was wrong. 200 names what cannot be true (a jump nobody can make, a fix that is far too vague or
    a day old); the rest was taken. What is older than known is passed over. A fix of the future counts as of now: a
    phone's clock cannot hold its place for ever. One that is off by more than a minute, by ``X-Sent-At``, is put right:
    after it fell back by an hour the phone would be passed over for an hour."""
    worker_id, now = me().worker_id or "", services().clock()
    sent = bodies_small.fixes(strict_json.loads(request.get_data(cache=False)))
    behind = phone_clock.off(now)
    fixes = [_fix(worker_id, one, now, behind) for one in sent]
    judged = services().positions.offer(fixes)
    services().paces.tell(fix for fix, doubt in judged if doubt is None)
    services().presence.seen(worker_id, now)
    number = {id(fix): index for index, fix in enumerate(fixes)}
    faults = sorted((number[id(fix)], doubt) for fix, doubt in judged if doubt is not None and doubt.is_fault)
    if not faults:
        return Response(status=204)
    rejected = [_rejected(index, doubt) for index, doubt in faults]
    return jsonify({"taken": sum(doubt is None for _, doubt in judged), "rejected": rejected})


def place(worker_id: str) -> Response:
    """204. The desk says where a worker is, by what was heard; marked as such, and audited."""
    if worker_id not in services().board.workers:
        raise NotFound(f"no worker {worker_id}", what="worker", id=worker_id)
    body = bodies_small.placed(strict_json.loads(request.get_data(cache=False)))
    now = services().clock()
    spot = _ticket_spot(body.ticket_id) if body.ticket_id else spot_of(body.checkin or "", "checkin")
    services().positions.offer([Fix(worker_id, spot.position, now, None, now, "desk", spot.id)])
    native(services().access.audit.record, me().actor, "worker_placed", worker_id, {"at": spot.name or spot.id})
    return Response(status=204)


def code(place_id: str) -> Response:
    """A QR code to print and put up there: it opens the phone's page, which checks in."""
    import segno  # 0.1 s of a start

    spot = spot_of(place_id, "place_id")
    link = f"{services().settings.public_url}/p/#{urlencode({'at': spot.id})}"
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", scale=8, border=4, title=spot.name)
    return Response(drawn.getvalue(), mimetype=SVG)


def spot_of(id: str, field: str) -> Spot:
    """A building or device by its id. Raises InvalidField."""
    book = services().gazetteer
    building, asset = book.building(id), book.asset(id)
    found = building or asset
    if found is None:
        raise InvalidField(field, "no building or device has this id")
    return Spot(id, found.place or found.name, found.position)


def _ticket_spot(ticket_id: str) -> Spot:
    ticket = services().board.tickets.get(ticket_id)
    position = position_of(ticket.where) if ticket else None
    if ticket is None or position is None:
        raise InvalidField("ticket_id", "no ticket with a position has this id")
    return Spot(ticket.where.building_id or "", ticket.where.place, position)


def _fix(worker_id: str, one: FixBody | CheckinBody, now: datetime, behind: timedelta) -> Fix:
    at = taken_at(one.at, behind, now) if one.at else now
    if isinstance(one, CheckinBody):
        return Fix(worker_id, spot_of(one.checkin, "checkin").position, at, None, now, CHECKIN, one.checkin)
    return Fix(worker_id, Position(lon=one.lon, lat=one.lat), at, one.accuracy_m, now)


def _rejected(index: int, doubt: Doubt) -> dict[str, Any]:
    POSITIONS_REJECTED.labels(doubt.code).inc()
    numbers = {name: round(value) for name, value in doubt.numbers}
    message = t(f"position.{doubt.code}", **{name: str(value) for name, value in numbers.items()})
    return {"index": index, "code": doubt.code, "message": message, "numbers": numbers}


CHECKIN: Source = "checkin"
SVG = "image/svg+xml"
ROUTES = (
    Route(
        "POST",
        "/positions",
        post,
        WORKER,
        "Where this phone is: one fix or a list, or a check-in at a building or device; the latest wins. A header "
        "``X-Sent-At`` (RFC 3339, the phone's clock now) puts stamps of a clock right that is off by over a minute.",
        body={JSON: {"anyOf": [ref("Fix"), ref("Checkin"), listed({"anyOf": [ref("Fix"), ref("Checkin")]})]}},
        answers={
            **ok({}, "Taken", 204),
            **ok(
                shape(taken=INTEGER, rejected=listed(shape(index=INTEGER, code=STRING, message=STRING, numbers=ANY))),
                "Some cannot be true and were left out",
            ),
        },
        problems=(413, 422),
    ),
    Route(
        "POST",
        "/workers/<worker_id>/place",
        place,
        DISPATCHERS,
        "The desk says that a worker is at a building or device, or where a ticket is (heard by radio or telephone).",
        body={JSON: ref("Placed")},
        answers=ok({}, "Taken", 204),
        problems=(404, 422),
    ),
    Route(
        "GET",
        "/places/<place_id>/code",
        code,
        DESK,
        "A QR code for a building or device: whoever opens it on an enrolled phone is checked in there.",
        answers=ok(STRING, "The code, to print", media=SVG),
        problems=(422,),
    ),
)

"""GET /workers/{id}/phone: a number in full, by need."""

from __future__ import annotations

from flask import Response, jsonify

from console.api.routes import STRING, Route, ok, shape
from console.api.services import services
from console.api.who import DISPATCHERS, me
from dispatch.errors import NotFound


def phone(worker_id: str) -> Response:
    """The number in full; each look is written down."""
    worker = services().board.workers.get(worker_id)
    if worker is None:
        raise NotFound(f"no worker {worker_id}", what="worker", id=worker_id)
    services().looked_at(me(), "phone", worker_id)
    return jsonify({"worker_id": worker_id, "phone": worker.phone})


ROUTES = (
    Route(
        "GET",
        "/workers/<worker_id>/phone",
        phone,
        DISPATCHERS,
        "A worker's telephone number in full; each look is audited.",
        answers=ok(shape(worker_id=STRING, phone=STRING)),
        problems=(404,),
    ),
)

"""GET /escalations: what climbed and to whom, with what is the asker's own on top of the desk."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, jsonify

from console import escalated
from console.api.routes import BOOLEAN, STRING, Route, listed, ok, shape
from console.api.services import services
from console.api.who import DESK, me
from console.native import native
from layers import areas


def get() -> Response:
    """Every ticket that was told to a level above; why and how far stands in the ticket's row (``escalation``)."""
    mine = services()
    stands = mine.access.standing.all()
    covers = escalated.by_areas(native(areas.current, mine.layers))
    return jsonify([asdict(one) for one in escalated.tell(mine.board, stands, covers, me().name)])


ROUTES = (
    Route(
        "GET",
        "/escalations",
        get,
        DESK,
        "Tickets that nobody takes or that are late, and which accounts were told.",
        answers=ok(
            listed(
                shape(
                    ("ticket_id", "told", "nobody", "mine"),
                    ticket_id=STRING,
                    told=listed(STRING),
                    nobody=BOOLEAN,
                    mine=BOOLEAN,
                )
            )
        ),
    ),
)

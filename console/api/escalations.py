"""GET /escalations: what climbed and to whom, with what is the asker's own on top of the desk."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, jsonify

from console import escalated
from console.api.routes import BOOLEAN, STRING, Route, listed, ok, shape
from console.api.services import services
from console.api.who import DESK, me
from console.native import native
from dispatch.errors import Conflict
from layers import areas


def get() -> Response:
    """Every ticket that was told to a level above; why and how far stands in the ticket's row (``escalation``)."""
    return jsonify([asdict(one) for one in _told(me().name)])


def check_area(ticket_id: str, name: str) -> None:
    """Refuses somebody who stands for other areas only: those who were told would hear that it is taken up."""
    if not any(one.name == name for one in services().access.standing.all()):
        return
    told = next((one for one in _told(name) if one.ticket_id == ticket_id), None)
    if told is not None and not told.mine:
        raise Conflict("not_your_area", "others were told of this ticket", told=", ".join(told.told))


def _told(name: str) -> list[escalated.Told]:
    mine = services()
    stands = mine.access.standing.all()
    covers = escalated.by_areas(native(areas.current, mine.layers))
    return escalated.tell(mine.board, stands, covers, name)


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

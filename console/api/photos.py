"""POST /photos and GET /photos/{id}: pictures of the scene, for those who may see the ticket."""

from __future__ import annotations

from flask import Response, jsonify, request

from console.access.identity import Identity
from console.api.routes import STRING, Route, ok, shape
from console.api.services import services
from console.api.who import DESK, DISPATCHERS, WORKER, me
from console.native import native
from console.photos import MAX_BYTES
from dispatch.errors import InvalidField, NotFound


def post() -> Response:
    """201 with the photo's id, to be named in ResolveTicket, AddNote or CheckTicket."""
    request.max_content_length = MAX_BYTES + 64 * 1024
    request.max_form_memory_size = 64 * 1024
    sent = request.files.get("photo") or next(iter(request.files.values()), None)
    if sent is None:
        raise InvalidField("photo", "send one file as multipart/form-data")
    photo_id = native(services().photos.put, sent.read(MAX_BYTES + 1))
    answer = jsonify({"photo_id": photo_id})
    answer.status_code = 201
    return answer


def get(photo_id: str) -> Response:
    """The JPEG as a picture and nothing else, whatever the browser believes it to be."""
    if not _may_see(me(), photo_id):
        raise NotFound("no such photo", photo_id=photo_id)
    answer = Response(native(services().photos.get, photo_id), mimetype="image/jpeg")
    answer.headers["Content-Disposition"] = f'inline; filename="{photo_id}.jpg"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return answer


def _may_see(who: Identity, photo_id: str) -> bool:
    """A worker sees photos of tickets he is or was on; a desk sees all."""
    if who.role in DESK:
        return True
    board = services().board
    for ticket in board.tickets.values():
        mine = any(board.assignments[a].worker_id == who.worker_id for a in board.by_ticket.get(ticket.id, ()))
        if mine and (photo_id in ticket.photos or _in_timeline(ticket.id, photo_id)):
            return True
    return False


def _in_timeline(ticket_id: str, photo_id: str) -> bool:
    return any(photo_id in entry.data.get("photos", ()) for entry in services().board.timelines.get(ticket_id, ()))


def check_known(photo_ids: tuple[str, ...]) -> None:
    """Raises InvalidField for a photo that is not here."""
    if photo_ids:
        native(services().photos.check, photo_ids)


ROUTES = (
    Route(
        "POST",
        "/photos",
        post,
        WORKER | DISPATCHERS,
        "Store a photo: JPEG, PNG or WebP, at most 10 MB and 40 million pixels. Drawn anew, without its place.",
        body={"multipart/form-data": shape(photo={"type": "string", "format": "binary"})},
        answers=ok(shape(photo_id=STRING), "Stored", 201),
        problems=(413, 422),
    ),
    Route(
        "GET",
        "/photos/<photo_id>",
        get,
        DESK | WORKER,
        "A photo, for those who may see its ticket.",
        answers=ok({"type": "string", "format": "binary"}, media="image/jpeg"),
        problems=(404,),
    ),
)

"""GET /search: buildings, places, assets and tickets by typing; pinyin initials too (sjlc → 四季绿城)."""

from __future__ import annotations

from dataclasses import asdict, is_dataclass
from typing import Any

from flask import Response, jsonify, request

from console.api.routes import ANY, STRING, Query, Route, listed, ok
from console.api.services import services
from console.api.who import DESK, WORKER, me
from dispatch.position import Position
from dispatch.projections.rows import ticket_row
from dispatch.sources.text import BadText, clean
from layers.registry import LAYERS

MOST = 20


def get() -> Response:
    """Best first, at most 20."""
    try:
        words = clean(request.args.get("q", ""), 100)
    except BadText:
        words = ""
    if not words:
        return jsonify([])
    hits = [_row(hit) for hit in services().gazetteer.search(words, MOST) if _told(hit.kind)]
    return jsonify(([] if me().role == "worker" else _tickets(words)) + hits)


def _told(kind: str) -> bool:
    """Whether this role may know where such things are: cameras are for desks."""
    return kind not in LAYERS or LAYERS[kind].seen_by(me().role)


def _row(hit: Any) -> dict[str, Any]:
    row = asdict(hit) if is_dataclass(hit) and not isinstance(hit, type) else dict(hit)
    position = row.pop("position", None)
    if isinstance(position, Position):
        row |= {"lon": position.lon, "lat": position.lat}
    elif isinstance(position, dict):
        row |= position
    return row


def _tickets(words: str) -> list[dict[str, Any]]:
    """By number: what people read to each other on the radio."""
    if not words.replace("-", "").isdigit() or len(words) < 3:
        return []
    board = services().board
    found = [one for one in board.tickets.values() if words in one.number][:5]
    return [{"kind": "ticket", "name": one.number, **_short(ticket_row(board, one))} for one in found]


def _short(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "title", "state", "lon", "lat", "place")}


ROUTES = (
    Route(
        "GET",
        "/search",
        get,
        DESK | WORKER,
        "Find a building, place, asset or ticket by typing.",
        query=(Query("q", STRING, "words, pinyin or its initials", required=True),),
        answers=ok(
            listed({"type": "object", "properties": {"id": STRING, "name": STRING}, "additionalProperties": ANY})
        ),
    ),
)

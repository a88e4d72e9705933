"""GET /playbooks: what tickets may begin, and which files cannot be used."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Response, jsonify

from console import playbooks
from console.api.routes import STRING, Route, listed, ok, ref, shape
from console.api.services import services
from console.api.who import DESK
from console.native import native
from dispatch.board import Board
from dispatch.steps import current


def get() -> Response:
    """The version of each that begins now, with all versions that tickets may still run; and what is wrong with the
    files of data/playbooks, a line each."""
    board = services().board
    found = native(playbooks.check, board)
    return jsonify({"playbooks": listed_of(board), "wrong": [asdict(one) for one in found.wrong]})


def listed_of(board: Board) -> list[dict[str, Any]]:
    """Every playbook that may begin, by id."""
    versions: dict[str, list[int]] = {}
    for one in board.playbooks.values():
        versions.setdefault(one.id, []).append(one.version)
    heads = [current(board, one) for one in sorted(board.playbook_heads)]
    return [asdict(one) | {"versions": sorted(versions[one.id])} for one in heads if one is not None]


_WRONG = shape(
    file=STRING, field=STRING, why=STRING, value=STRING, message=STRING, playbook_id=STRING, kinds=listed(STRING)
)
ROUTES = (
    Route(
        "GET",
        "/playbooks",
        get,
        DESK,
        "The playbooks that tickets may begin, and the files that cannot be used.",
        answers=ok(shape(("playbooks", "wrong"), playbooks=listed(ref("Playbook")), wrong=listed(_WRONG))),
    ),
)

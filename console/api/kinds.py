"""GET /kinds: the catalogue as it stands."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, jsonify

from console.api.routes import Route, listed, ok, ref
from console.api.services import services
from console.api.who import EVERYBODY


def get() -> Response:
    """Every kind, in the catalogue's order."""
    return jsonify([asdict(kind) for kind in services().board.kinds.values()])


ROUTES = (Route("GET", "/kinds", get, EVERYBODY, "The catalogue of kinds.", answers=ok(listed(ref("Kind")))),)

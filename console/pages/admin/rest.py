"""/api/v1/admin/<register>: the administration for scripts, from the same parts as the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, jsonify, request

from console.access import allow, current_identity, read_json
from console.pages.admin import deeds
from console.pages.admin.parts import Office, Once
from console.problems import Problem
from dispatch.errors import InvalidField

if TYPE_CHECKING:
    from console.bootstrap import Services


def register(server: Flask, services: Services) -> None:
    api = Blueprint("admin_api", __name__, url_prefix="/api/v1/admin")

    def office() -> Office:
        return Office(services, current_identity())

    @api.get("/<register>")
    @allow("admin", "auditor")
    def lines(register: str) -> Response:
        """Every line's values; an auditor reads the audit only."""
        section = deeds.section_of(register)
        if current_identity().role not in section.readers:
            raise Problem("forbidden")
        return jsonify([{"id": row.id, **row.values} for row in section.rows(office())])

    @api.post("/<register>")
    @allow("admin")
    def add(register: str) -> tuple[Response, int]:
        """201, with the token or link where there is one: it is shown once."""
        return _answer(deeds.save(deeds.section_of(register), office(), None, _body())), 201

    @api.patch("/<register>/<path:row_id>")
    @allow("admin")
    def amend(register: str, row_id: str) -> Response:
        return _answer(deeds.save(deeds.section_of(register), office(), row_id, _body()))

    @api.post("/<register>/<path:row_id>/<action>")
    @allow("admin")
    def act(register: str, row_id: str, action: str) -> Response:
        """disable, enable, enrol, revoke_phones, remove, new_token, new_link, revoke."""
        return _answer(deeds.act(deeds.section_of(register), office(), row_id, action))

    server.register_blueprint(api)


def _body() -> dict[str, Any]:
    body = read_json(request, 64 * 1024)
    if not isinstance(body, dict):
        raise InvalidField("", "an object is needed")
    return body


def _answer(shown: Once | None) -> Response:
    if shown is None:
        return jsonify({})
    link = {"link": shown.link} if shown.link else {}
    return jsonify({"kind": shown.kind, "token": shown.secret, **link})

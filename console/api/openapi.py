"""GET /openapi.json: made of the route table, so that nothing can be missing."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify

from console.api.routes import (
    ALWAYS,
    INTEGER,
    JSON,
    STRING,
    Route,
    Schema,
    ref,
)
from console.api.schemas import schemas
from console.problems import STATUS

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
BASE = "/api/v1"


def get() -> Response:
    """OpenAPI 3.1."""
    return jsonify(document())


@cache
def document() -> dict[str, Any]:
    """The whole description."""
    from console.api.table import DESCRIBED

    paths: dict[str, Any] = {}
    for route in DESCRIBED:
        path = _PARAMETER.sub(r"{\2}", route.rule if route.root else BASE + route.rule)
        paths.setdefault(path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shaodao",
            "version": "1",
            "description": "From an alert to a closed case. Errors: "
            + ", ".join(f"`{code}`" for code in sorted(STATUS)),
        },
        "paths": paths,
        "components": {"schemas": schemas(), "securitySchemes": _SECURITY},
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.name,
        "summary": route.summary,
        "parameters": [*_in_path(route), *_in_query(route)],
        "responses": {str(status): _answer(*parts) for status, parts in route.answers.items()},
        "security": [{"bearer": []}, {"session": []}] if route.roles else [],
        "x-roles": sorted(route.roles),
    }
    if route.body:
        operation["requestBody"] = {"required": True, "content": {m: {"schema": s} for m, s in route.body.items()}}
    for status in sorted({*route.problems, *ALWAYS} - set(route.answers)):
        operation["responses"][str(status)] = _answer(HTTPStatus(status).phrase, JSON, ref("Problem"))
    return operation


def _answer(says: str, media: str, schema: Schema) -> dict[str, Any]:
    return {"description": says} | ({"content": {media: {"schema": schema}}} if schema else {})


def _in_path(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": INTEGER if kind == "int" else STRING}
        for kind, name in _PARAMETER.findall(route.rule)
    ]


def _in_query(route: Route) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "in": "query", "required": one.required, "schema": one.schema, "description": one.says}
        for one in route.query
    ]


_SECURITY = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "session": {"type": "apiKey", "in": "cookie", "name": "session", "description": "with X-CSRFToken on changes"},
}
ROUTES = (
    Route(
        "GET",
        "/openapi.json",
        get,
        frozenset(),
        "This description.",
        answers={200: ("OpenAPI 3.1", JSON, {"type": "object"})},
    ),
)

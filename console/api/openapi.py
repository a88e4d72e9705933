"""GET /openapi.json: made of the route table, so that nothing can be missing."""

from __future__ import annotations

import re
from functools import cache
from http import HTTPStatus
from typing import Any

from flask import Response, jsonify

from console.api import bodies
from console.api.bodies_small import FixBody, StateBody
from console.api.routes import (
    ALWAYS,
    ANY,
    BOOLEAN,
    INTEGER,
    JSON,
    NUMBER,
    STRING,
    Route,
    Schema,
    listed,
    nullable,
    ref,
    shape,
)
from console.problems import STATUS
from dispatch.errors import CONFLICTS
from dispatch.severity import SEVERITIES
from dispatch.sources.http import AlertData

_PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
BASE = "/api/v1"


def get() -> Response:
    """OpenAPI 3.1."""
    return jsonify(document())


@cache
def document() -> dict[str, Any]:
    """The whole description."""
    from console.api.table import ROUTES

    paths: dict[str, Any] = {}
    for route in ROUTES:
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
        "components": {"schemas": _schemas(), "securitySchemes": _SECURITY},
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
_TIME: Schema = {"type": "string", "format": "date-time"}
_SEVERITY: Schema = {"enum": list(SEVERITIES)}
_PLACE = {"lon": nullable(NUMBER), "lat": nullable(NUMBER), "place": STRING, "unit": STRING, "floor": nullable(INTEGER)}


def _schemas() -> dict[str, Schema]:
    """Names of ``ref``."""
    return {
        **{name: bodies.described(name) for name in bodies.COMMANDS},
        "AlertData": _model(AlertData, id=STRING, time=_TIME),
        "AlertEvent": shape(
            ("specversion", "id", "source", "type", "data"),
            specversion={"const": "1.0"},
            id=STRING,
            source=STRING,
            type={"const": "shaodao.alert.v1"},
            time=_TIME,
            data=ref("AlertData"),
        ),
        "AlertAnswer": shape(
            alert_id=STRING, seq=INTEGER, duplicate=BOOLEAN, repeat=BOOLEAN, ticket_id=nullable(STRING)
        ),
        "Fix": _model(FixBody),
        "AssetState": _model(StateBody),
        "Problem": shape(error=shape(("code", "message"), code={"enum": sorted(STATUS)}, message=STRING, detail=ANY)),
        "Event": shape(seq=INTEGER, at=_TIME, actor=STRING, type=STRING, data={"type": "object"}),
        "TimelineEntry": shape(seq=INTEGER, at=_TIME, actor=STRING, type=STRING, data={"type": "object"}),
        "Kind": shape(("id", "zh", "en", "severity"), id=STRING, zh=STRING, en=STRING, category=STRING, severity=_SEVERITY),
        "FeatureCollection": shape(type={"const": "FeatureCollection"}, features=listed({"type": "object"})),
        "Ticket": shape(
            ("id", "number", "kind", "severity", "state"),
            id=STRING, number=STRING, kind=STRING, category=STRING, severity=_SEVERITY, state=STRING, title=STRING,
            description=STRING, **_PLACE, opened_at=_TIME, due_at=nullable(_TIME), overdue=BOOLEAN, exercise=BOOLEAN,
            reporter=STRING, assignments=listed({"type": "object"}),
        ),
        "Alert": shape(
            ("id", "kind", "severity", "state"),
            id=STRING, kind=STRING, severity=_SEVERITY, state=STRING, **_PLACE, occurred_at=_TIME, received_at=_TIME,
            clock_suspect=BOOLEAN, repeat_count=INTEGER, ticket_id=nullable(STRING),
        ),
        "Worker": shape(("id", "name", "duty"), id=STRING, name=STRING, duty=STRING, load=INTEGER),
        "Assignment": shape(
            ("id", "ticket_id", "worker_id", "stage"), id=STRING, ticket_id=STRING, worker_id=STRING, stage=STRING
        ),
        "Refusals": {"enum": sorted(CONFLICTS)},
    }  # fmt: skip


def _model(model: Any, **more: Schema) -> Schema:
    schema: Schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["properties"] = {**more, **schema["properties"]}
    return schema


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

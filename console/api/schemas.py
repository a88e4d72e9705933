"""The shapes that openapi.json names: bodies, rows, problems."""

from __future__ import annotations

from typing import Any

from console.api import bodies
from console.api.bodies_small import CheckinBody, FixBody, PlacedBody, StateBody
from console.api.coming import TOKEN
from console.api.routes import ANY, BOOLEAN, INTEGER, NUMBER, STRING, Schema, listed, nullable, ref, shape
from console.problems import STATUS
from dispatch.errors import CONFLICTS
from dispatch.severity import SEVERITIES
from dispatch.sources.http import AlertData

_TIME: Schema = {"type": "string", "format": "date-time"}
_SEVERITY: Schema = {"enum": list(SEVERITIES)}
_PLACE = {"lon": nullable(NUMBER), "lat": nullable(NUMBER), "place": STRING, "unit": STRING, "floor": nullable(INTEGER)}


def schemas() -> dict[str, Schema]:
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
        "Checkin": _model(CheckinBody),
        "Placed": _model(PlacedBody),
        "AssetState": _model(StateBody),
        "Problem": shape(error=shape(("code", "message"), code={"enum": sorted(STATUS)}, message=STRING, detail=ANY)),
        "Event": shape(seq=INTEGER, at=_TIME, actor=STRING, type=STRING, data={"type": "object"}),
        "TimelineEntry": shape(seq=INTEGER, at=_TIME, actor=STRING, type=STRING, data={"type": "object"}),
        "Kind": shape(
            ("id", "zh", "en", "severity"), id=STRING, zh=STRING, en=STRING, category=STRING, severity=_SEVERITY
        ),
        "Playbook": shape(
            ("id", "version", "zh", "en", "kinds", "steps"),
            id=STRING, version=INTEGER, zh=STRING, en=STRING, kinds=listed(STRING), versions=listed(INTEGER),
            steps=listed(shape(
                ("id", "zh", "en", "role"), id=STRING, zh=STRING, en=STRING, role=STRING, minutes=nullable(INTEGER),
                after=listed(STRING), on=STRING, mandatory=BOOLEAN,
            )),
        ),
        "FeatureCollection": shape(type={"const": "FeatureCollection"}, features=listed({"type": "object"})),
        "Ticket": shape(
            ("id", "number", "kind", "severity", "state"),
            id=STRING, number=STRING, kind=STRING, category=STRING, severity=_SEVERITY, state=STRING, title=STRING,
            description=STRING, **_PLACE, opened_at=_TIME, due_at=nullable(_TIME), overdue=BOOLEAN, exercise=BOOLEAN,
            reporter=STRING, assignments=listed({"type": "object"}), playbook=nullable({"type": "object"}),
            steps=listed({"type": "object"}),
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
        "Token": TOKEN,
        "Refusals": {"enum": sorted(CONFLICTS)},
    }  # fmt: skip


def _model(model: Any, **more: Schema) -> Schema:
    schema: Schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema["properties"] = {**more, **schema["properties"]}
    return schema

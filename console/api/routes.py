"""One table says what the API has: who may call it, what it takes and what it answers. openapi.json is made of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Schema = dict[str, Any]
#: problems that every route may answer with, after its own
ALWAYS = (400, 401, 403, 429, 500, 503)


@dataclass(frozen=True, slots=True)
class Query:
    """One parameter behind the question mark."""

    name: str
    schema: Schema
    says: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """``roles`` empty: open to all (health, description). ``rule`` is Flask's, below /api/v1 unless ``root``."""

    method: str
    rule: str
    view: Callable[..., Any]
    roles: frozenset[str]
    summary: str
    query: tuple[Query, ...] = ()
    body: dict[str, Schema] = field(default_factory=dict)  # media type → schema
    answers: dict[int, tuple[str, str, Schema]] = field(default_factory=dict)  # status → (says, media type, schema)
    problems: tuple[int, ...] = ()
    root: bool = False

    @property
    def name(self) -> str:
        """Flask endpoint: module and function."""
        return f"{self.view.__module__.rpartition('.')[2]}_{self.view.__name__}"


JSON = "application/json"
STRING: Schema = {"type": "string"}
NUMBER: Schema = {"type": "number"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
ANY: Schema = {}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def nullable(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def shape(required: tuple[str, ...] = (), **properties: Schema) -> Schema:
    """An object; without ``required`` all of them are."""
    return {"type": "object", "properties": properties, "required": list(required or properties)}


def ok(schema: Schema, says: str = "Done", status: int = 200, media: str = JSON) -> dict[int, tuple[str, str, Schema]]:
    return {status: (says, media, schema)}

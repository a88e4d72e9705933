"""Bodies of POST /commands: one strict model for each command, made from the dataclasses of ``dispatch.commands``."""

from __future__ import annotations

import types
from dataclasses import MISSING, fields
from datetime import datetime
from functools import cache, partial
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from dispatch.commands import ADMIN_COMMANDS, DISPATCHER_COMMANDS, WORKER_COMMANDS, Command
from dispatch.errors import InvalidField
from dispatch.sources.clock import parse_time
from dispatch.sources.http import field_error
from dispatch.sources.text import clean

#: name → type, over all roles
COMMANDS: dict[str, type[Command]] = {
    cls.__name__: cls for cls in (*DISPATCHER_COMMANDS, *WORKER_COMMANDS, *ADMIN_COMMANDS)
}
#: filled in by the edge from the map, never taken from a body
_OURS = frozenset({"grid_code", "outside_district", "carried"})
_OURS_IN = frozenset({"OpenTicket", "AmendTicket", "ReopenTicket"})

#: longest text of a field; the others take LINE
_LENGTHS = {"description": 4000, "text": 4000, "note": 4000, "reason": 500, "caller": 100, "unit": 60, "room": 60}
_LINE = 200
_RANGES: dict[str, Any] = {
    "lon": Field(ge=-180, le=180, allow_inf_nan=False),
    "lat": Field(ge=-90, le=90, allow_inf_nan=False),
    "floor": Field(ge=-20, le=200),
}


class Envelope(BaseModel):
    """What surrounds a command."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: Annotated[str, Field(min_length=1, max_length=200)]
    type: Annotated[str, Field(max_length=64)]
    data: dict[str, Any] = Field(default_factory=dict)


def envelope(body: Any) -> Envelope:
    """Raises InvalidField naming the field."""
    if not isinstance(body, dict):
        raise InvalidField("", "a command is an object with id, type and data")
    try:
        return Envelope.model_validate(body)
    except ValidationError as error:
        raise field_error(error) from None


def parse(type_: str, data: dict[str, Any]) -> Command:
    """The command; raises InvalidField naming ``type`` or ``data.<field>``."""
    if type_ not in COMMANDS:
        raise InvalidField("type", f"{type_} is not a command")
    try:
        checked = model_of(type_).model_validate(data)
    except ValidationError as error:
        raise field_error(error, "data.") from None
    values = {name: getattr(checked, name) for name in checked.model_fields_set}
    return COMMANDS[type_](**{name: _frozen(value) for name, value in values.items()})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@cache
def model_of(type_: str) -> type[BaseModel]:
    """The model of a command's data: strict types, unknown fields refused, texts cleaned."""
    cls = COMMANDS[type_]
    hints = get_type_hints(cls)
    columns: dict[str, Any] = {}
    for one in fields(cls):
        if one.name in _OURS and type_ in _OURS_IN:
            continue
        columns[one.name] = (_typed(one.name, hints[one.name]), _default(one))
    return create_model(f"{type_}Data", __config__=ConfigDict(strict=True, extra="forbid"), **columns)


def _default(one: Any) -> Any:
    if one.default is not MISSING:
        return one.default
    return Field(default_factory=one.default_factory) if one.default_factory is not MISSING else ...


def _typed(name: str, hint: Any) -> Any:
    """The type of the core, with the limits of the edge."""
    if get_origin(hint) in (Union, types.UnionType):
        return Union[tuple(_typed(name, one) for one in get_args(hint))]  # noqa: UP007 - built at run time
    if get_origin(hint) is dict and get_args(hint)[0] is str and get_origin(get_args(hint)[1]) is not None:
        return Annotated[dict[str, _typed(name, get_args(hint)[1])], Field(max_length=400)]  # type: ignore[misc]
    if get_origin(hint) is tuple:
        return Annotated[list[_typed(name, get_args(hint)[0])], Field(max_length=64)]  # type: ignore[misc]
    if hint is str:
        return Annotated[str, AfterValidator(partial(clean, limit=_LENGTHS.get(name, _LINE)))]
    if hint is datetime:
        return Annotated[datetime, BeforeValidator(_time)]
    if name in _RANGES and hint in (int, float):
        return Annotated[hint, _RANGES[name]]
    return hint


def _time(value: Any) -> Any:
    return parse_time(value) if isinstance(value, str) else value


def described(type_: str) -> dict[str, Any]:
    """JSON schema of a whole command, for openapi.json."""
    data = model_of(type_).model_json_schema(ref_template="#/components/schemas/{model}")
    required = ["id", "type", *(["data"] if data.get("required") else [])]
    head = {"id": {"type": "string"}, "type": {"const": type_}, "data": data}
    return {"type": "object", "properties": head, "required": required, "additionalProperties": False}


Role = Literal["dispatcher", "worker", "admin"]

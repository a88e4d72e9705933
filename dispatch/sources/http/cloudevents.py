"""CloudEvents 1.0 over HTTP: structured, binary and batch mode, or the bare data object with an ``id``.

https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import unquote

from dispatch.errors import InvalidField
from dispatch.sources import strict_json

TYPE = "shaodao.alert.v1"
_REQUIRED = ("specversion", "id", "source", "type")


@dataclass(frozen=True, slots=True)
class Report:
    """One event as it was sent, the envelope taken off. ``prefix`` leads to the data in the sender's own body."""

    id: str
    time: str | None
    data: dict[str, Any]
    prefix: str
    body_hash_input: bytes


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request brought: a report or the reason why not, in the sender's order."""

    items: list[Report | InvalidField]
    batch: bool


class Headers(Protocol):
    """Names in small letters, whatever the sender wrote."""

    def get(self, name: str, /) -> str | None: ...


def read(content_type: str, headers: Headers, body: bytes) -> Delivery:
    """Take a request apart. Raises Malformed where it is not JSON; a bad event is an item, not an exception."""
    media = content_type.partition(";")[0].strip().lower()
    value = strict_json.loads(body)
    if media == "application/cloudevents-batch+json" and not isinstance(value, list):
        raise strict_json.Malformed("a batch is a list of events")
    if isinstance(value, list):
        return Delivery([_item(one) for one in value], batch=True)
    if media != "application/cloudevents+json" and headers.get("ce-specversion") is not None:
        return Delivery([_try(_binary, headers, value)], batch=False)
    if media == "application/cloudevents+json":
        return Delivery([_try(_structured, value)], batch=False)
    return Delivery([_item(value)], batch=False)


def _item(value: Any) -> Report | InvalidField:
    enveloped = isinstance(value, dict) and "specversion" in value
    return _try(_structured if enveloped else _bare, value)


def _try(parse: Any, *args: Any) -> Report | InvalidField:
    try:
        report: Report = parse(*args)
        return report
    except InvalidField as error:
        return error


def _binary(headers: Headers, data: Any) -> Report:
    names = (*_REQUIRED, "time", "subject", "datacontenttype")
    said = {name: headers.get(f"ce-{name}") for name in names}
    event = {name: unquote(value) for name, value in said.items() if value is not None}
    return _structured({**event, "data": data}, prefix="", envelope="ce-")


def _structured(event: Any, prefix: str = "data.", envelope: str = "") -> Report:
    if not isinstance(event, dict):
        raise InvalidField("", "an event is an object")
    for name in _REQUIRED:
        if not isinstance(event.get(name), str) or not event[name]:
            raise InvalidField(envelope + name, "required by CloudEvents 1.0, a text")
    if event["specversion"] != "1.0":
        raise InvalidField(envelope + "specversion", "must be 1.0")
    if event["type"] != TYPE:
        raise InvalidField(envelope + "type", f"must be {TYPE}")
    data = _decoded(event["data_base64"]) if "data_base64" in event else event.get("data")
    if not isinstance(data, dict):
        raise InvalidField("data", "required, an object")
    parts = {
        "id": event["id"],
        "source": event["source"],
        "time": event.get("time"),
        "data": data,
    }
    return _report(event["id"], event.get("time"), data, prefix, parts, envelope)


def _bare(data: Any) -> Report:
    if not isinstance(data, dict):
        raise InvalidField("", "an event is an object")
    if not isinstance(data.get("id"), str) or not data["id"]:
        raise InvalidField("id", "required, a text of the sender's own")
    return _report(data["id"], data.get("time"), data, "", data, "")


def _report(id_: str, time: Any, data: dict[str, Any], prefix: str, parts: Any, envelope: str) -> Report:
    if len(id_) > 200 or not id_.isprintable():
        raise InvalidField(envelope + "id", "at most 200 printable characters")
    if time is not None and not isinstance(time, str):
        raise InvalidField(envelope + "time", "must be a text, RFC 3339")
    return Report(id_, time, data, prefix, strict_json.canonical(parts))


def _decoded(text: Any) -> Any:
    try:
        return strict_json.loads(base64.b64decode(str(text), validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidField("data_base64", f"not base64 of JSON: {error}") from None

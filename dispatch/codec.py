"""Events, and any frozen dataclass, to JSON and back, by their type hints (standard library only).

The log keeps (type, version, data). A stored event is never rewritten: when the shape of an event changes, its
version rises and an upcaster in ``UPCASTERS`` turns the old data into the next version's while reading.
Times are RFC 3339 in UTC; a time without a zone is refused, for it could mean two moments.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from typing import Any, TypeVar

from dispatch.codec_hints import Convert, decoder_of, encoder_of
from dispatch.events import EVENTS, Event

T = TypeVar("T")
Data = dict[str, Any]

#: (type, version) → data of version + 1. One line for each change of shape, kept for ever.
UPCASTERS: dict[tuple[str, int], Callable[[Data], Data]] = {}


class CannotDecode(ValueError):
    """What is stored cannot be read by this program; the message names type, version and field."""


def version_of(type_name: str) -> int:
    """The version that is written today: one more than the last that has an upcaster."""
    return 1 + max((version for name, version in UPCASTERS if name == type_name), default=0)


def encode_event(event: Event) -> tuple[str, int, str]:
    """(type, version, JSON text) for the log."""
    name = type(event).__name__
    return name, version_of(name), to_text(to_data(event))


def decode_event(type_name: str, version: int, text: str) -> Event:
    """The event as this program knows it; CannotDecode for a type or a version from a newer program."""
    cls = EVENTS.get(type_name)
    if cls is None:
        raise CannotDecode(f"unknown event type {type_name!r} (version {version}): written by a newer program?")
    current = version_of(type_name)
    if version > current:
        raise CannotDecode(f"{type_name} version {version} is newer than {current}, the last this program knows")
    data = json.loads(text)
    for old in range(version, current):
        data = UPCASTERS[type_name, old](data)
    return from_data(cls, data)


# One encoder for all: json.dumps with options makes a new one each time (3 of its 12 µs).
_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_escaped = json.JSONEncoder(separators=(",", ":"), allow_nan=False).encode


def to_text(data: Any) -> str:
    """Compact JSON that every database takes: control characters escaped, lone surrogates too. ValueError for NaN."""
    text = _compact(data)
    try:
        text.encode()
    except UnicodeEncodeError:
        return _escaped(data)
    return text


def to_data(value: Any) -> Data:
    """A dataclass, or a dict of any values, as JSON-ready data. TypeError when a type has no JSON form."""
    data: Data = _by_value(value) if isinstance(value, dict) else _encoder(type(value))(value)
    return data


def from_data(cls: type[T], data: Mapping[str, Any]) -> T:
    """The dataclass ``cls`` from what ``to_data`` gave; CannotDecode names a field that is missing or unknown."""
    try:
        value: T = _decoder(cls)(data)
        return value
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise CannotDecode(_why(cls, data, error)) from error


def format_time(moment: datetime) -> str:
    """RFC 3339, UTC, six digits: sorts as text."""
    if moment.tzinfo is not UTC:
        if moment.tzinfo is None:
            raise ValueError("a time needs a zone")
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"


def parse_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    # The constant, not an equal zone: format_time compares by identity.
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


_encoders: dict[type, Convert] = {}
_decoders: dict[type, Convert] = {}


def _encoder(cls: type) -> Convert:
    if cls not in _encoders:
        _encoders[cls] = encoder_of(cls, {datetime: format_time})
    return _encoders[cls]


def _decoder(cls: type) -> Convert:
    if cls not in _decoders:
        _decoders[cls] = decoder_of(cls, {datetime: parse_time})
    return _decoders[cls]


def _by_value(value: Any) -> Any:
    """For what has no hints: by what it is."""
    if isinstance(value, datetime):
        return format_time(value)
    if isinstance(value, dict):
        return {key: _by_value(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_by_value(item) for item in value]
    return _encoder(type(value))(value) if is_dataclass(value) else value


def _why(cls: Any, data: Mapping[str, Any], error: Exception) -> str:
    """The outermost field that is wrong, in words."""
    known: Any = fields(cls)
    needed = {f.name for f in known if f.init and f.default is MISSING and f.default_factory is MISSING}
    if missing := sorted(needed - set(data)):
        return f"{cls.__name__}: missing {', '.join(missing)}"
    if unknown := sorted(set(data) - {f.name for f in known if f.init}):
        return f"{cls.__name__}: unknown field {', '.join(unknown)}"
    return f"{cls.__name__}: {error}"

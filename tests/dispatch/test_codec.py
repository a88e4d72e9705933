"""Events to JSON and back: every type, old versions, and what cannot be read says why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch import codec
from dispatch.codec import CannotDecode, decode_event, encode_event, format_time, from_data, to_data, to_text
from dispatch.events import EVENTS, DutyChanged, Event, NoteAdded, Place, TicketOpened
from tests.support.samples import SMOKE

TIMES = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@given(st.sampled_from(sorted(EVENTS)).flatmap(lambda name: st.builds(EVENTS[name], **_fields(EVENTS[name]))))
def test_every_event_comes_back_equal(event: Event) -> None:
    name, version, text = encode_event(event)
    assert decode_event(name, version, text) == event
    assert json.loads(text).keys() == set(event.__dataclass_fields__)


def _fields(cls: type) -> dict[str, Any]:
    return {name: _values(hint) for name, hint in get_type_hints(cls).items()}


def _values(hint: Any) -> Any:
    """Hypothesis' own guess, but with zones on times and numbers that JSON has."""
    inner = [one for one in get_args(hint) if one is not type(None)]
    if hint is datetime:
        return TIMES
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if len(inner) < len(get_args(hint)):
        return st.none() | _values(inner[0])
    if get_origin(hint) is tuple and inner[-1] is Ellipsis:
        return st.lists(_values(inner[0]), max_size=3).map(tuple)
    if get_origin(hint) is tuple:
        return st.tuples(*map(_values, inner))
    if isinstance(hint, type) and hasattr(hint, "__dataclass_fields__"):
        return st.builds(hint, **_fields(hint))
    return st.from_type(hint)


def test_times_are_written_in_utc_and_sort_as_text() -> None:
    beijing = datetime(2026, 11, 21, 9, 58, 2, tzinfo=timezone(timedelta(hours=8)))
    assert format_time(beijing) == "2026-11-21T01:58:02.000000Z"
    assert format_time(beijing) < format_time(beijing + timedelta(microseconds=1))
    assert codec.parse_time(format_time(beijing)) == beijing
    assert codec.parse_time("2026-11-21T09:58:02+08:00").tzinfo is UTC


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        format_time(datetime(2026, 11, 21))


def test_numbers_that_json_lacks_are_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        to_text(to_data(Place(lon=float("nan"))))


def test_chinese_is_stored_as_itself_and_a_lone_surrogate_escaped() -> None:
    assert "烟感火警" in encode_event(SMOKE)[2]
    text = encode_event(NoteAdded("t1", "\ud800\0"))[2]
    text.encode()
    assert "\0" not in text


def test_an_unknown_type_says_so() -> None:
    with pytest.raises(CannotDecode, match="unknown event type 'WhistleBlown'"):
        decode_event("WhistleBlown", 1, "{}")


def test_a_version_from_a_newer_program_says_so() -> None:
    with pytest.raises(CannotDecode, match="DutyChanged version 2 is newer than 1"):
        decode_event("DutyChanged", 2, "{}")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"worker_id": "w1"}', "DutyChanged: missing duty"),
        ('{"worker_id": "w1", "duty": "x", "mood": 1}', "DutyChanged: unknown field mood"),
    ],
)
def test_a_stored_event_with_wrong_fields_names_them(text: str, why: str) -> None:
    with pytest.raises(CannotDecode, match=why):
        decode_event("DutyChanged", 1, text)


def test_a_field_added_with_a_default_needs_no_new_version() -> None:
    assert decode_event("DutyChanged", 1, '{"worker_id": "w1", "duty": "available"}') == DutyChanged("w1", "available")


def test_an_old_version_is_lifted_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(codec.UPCASTERS, ("DutyChanged", 1), lambda d: {"worker_id": d["who"], "on": d["on"]})
    monkeypatch.setitem(
        codec.UPCASTERS,
        ("DutyChanged", 2),
        lambda d: {"worker_id": d["worker_id"], "duty": "available" if d["on"] else "off_duty"},
    )
    assert decode_event("DutyChanged", 1, '{"who": "w1", "on": true}') == DutyChanged("w1", "available")
    assert decode_event("DutyChanged", 2, '{"worker_id": "w1", "on": false}') == DutyChanged("w1", "off_duty")
    assert encode_event(DutyChanged("w1", "on_break"))[1] == 3


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True)
class Leaf:
    at: datetime


@dataclass(frozen=True)
class Everything:
    colour: Colour
    pair: tuple[str, datetime]
    leaves: dict[str, Leaf]
    seen: frozenset[str]
    many: list[Leaf]
    word: Literal["a", "b"]
    path: tuple[tuple[float, float], ...]
    maybe: Leaf | None = None
    number: int | str = 1


def test_any_dataclass_can_be_kept_not_only_events() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    leaf = Leaf(at)
    value = Everything(Colour.RED, ("x", at), {"k": leaf}, frozenset("ba"), [leaf], "a", ((1.5, 2.5),), leaf, "n")
    assert from_data(Everything, json.loads(to_text(to_data(value)))) == value


def test_a_dict_of_anything_becomes_json_by_what_its_values_are() -> None:
    at = datetime(2026, 11, 21, tzinfo=UTC)
    data = to_data({"at": at, "leaf": Leaf(at), "many": ("a", at), "n": 1, "none": None})
    stamp = "2026-11-21T00:00:00.000000Z"
    assert data == {"at": stamp, "leaf": {"at": stamp}, "many": ["a", stamp], "n": 1, "none": None}


def test_a_type_without_a_json_form_is_refused_when_first_seen() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: complex

    with pytest.raises(TypeError, match="complex"):
        to_data(Odd(1j))


def test_what_is_not_a_dataclass_is_refused() -> None:
    with pytest.raises(TypeError, match="int is not a dataclass"):
        to_data(3)


def test_a_nested_event_comes_back_as_its_class() -> None:
    hints = get_type_hints(EVENTS["TicketReopened"])
    assert TicketOpened in get_args(hints["carried"])

"""What senders send, and what becomes of it."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from dispatch.errors import InvalidField
from dispatch.sources import strict_json
from dispatch.sources.clock import BadTime, parse_time
from dispatch.sources.http import Report, read, to_command

EVENT = {
    "specversion": "1.0",
    "id": "889-1",
    "source": "/fire-host/889",
    "type": "shaodao.alert.v1",
    "time": "2026-11-21T09:58:02+08:00",
    "data": {
        "kind": "smoke",
        "device_id": "fh889-10-2",
        "lon": 111.0031,
        "lat": 35.0302,
        "room": None,
        "floor": 3,
    },
}


def same(lon: float, lat: float, datum: str) -> tuple[float, float]:
    if datum not in ("wgs84", "cgcs2000"):
        raise ValueError(f"{datum} cannot be converted here")
    return lon, lat


def one(
    event: object,
    content_type: str = "application/cloudevents+json",
    headers: dict[str, str] | None = None,
) -> Report:
    item = read(content_type, headers or {}, json.dumps(event).encode()).items[0]
    if isinstance(item, InvalidField):
        raise item
    return item


def field_refused(event: object, **kwargs: object) -> str:
    with pytest.raises(InvalidField) as caught:
        to_command(one(event, **kwargs), same)  # type: ignore[arg-type]
    return caught.value.field


def with_data(**data: object) -> dict[str, object]:
    return {**EVENT, "data": {**EVENT["data"], **data}}  # type: ignore[dict-item]


def test_a_structured_event_becomes_the_command_with_its_time_in_utc():
    command = to_command(one(EVENT), same)
    assert (command.report_id, command.kind, command.device_id, command.floor) == (
        "889-1",
        "smoke",
        "fh889-10-2",
        3,
    )
    assert command.occurred_at == datetime(2026, 11, 21, 1, 58, 2, tzinfo=UTC)
    assert command.room == ""


def test_binary_mode_reads_the_envelope_from_the_headers():
    headers = {f"ce-{name}": str(EVENT[name]) for name in ("specversion", "id", "source", "type", "time")}
    report = one(EVENT["data"], "application/json", headers)
    assert to_command(report, same) == to_command(one(EVENT), same)
    assert report.body_hash_input == one(EVENT).body_hash_input, "one event is one event in whatever mode"


def test_plain_json_may_be_an_event_a_bare_object_or_a_batch_of_both():
    bare = {"id": "x1", "kind": "gas", "time": EVENT["time"]}
    assert one(EVENT, "application/json").id == "889-1"
    assert to_command(one(bare, "application/json"), same).occurred_at is not None
    delivery = read("application/json", {}, json.dumps([EVENT, {"kind": "gas"}, bare]).encode())
    assert delivery.batch
    assert [isinstance(item, Report) for item in delivery.items] == [True, False, True]


def test_base64_data_is_data():
    packed = base64.b64encode(json.dumps(EVENT["data"]).encode()).decode()
    event = {key: value for key, value in EVENT.items() if key != "data"} | {"data_base64": packed}
    assert to_command(one(event), same).kind == "smoke"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"lon": 999}, "data.lon"),
        ({"lat": -90.5}, "data.lat"),
        ({"lat": None}, "data.lat"),
        ({"lon": "111.0"}, "data.lon"),
        ({"floor": "3"}, "data.floor"),
        ({"floor": 3.5}, "data.floor"),
        ({"state": "burning"}, "data.state"),
        ({"severity": "EXTREME"}, "data.severity"),
        ({"description": "x" * 100_000}, "data.description"),
        ({"description": "a\x00b"}, "data.description"),
        ({"labels": {str(n): "v" for n in range(33)}}, "data.labels"),
        ({"labels": {"zone": 10}}, "data.labels.zone"),
        ({"datum": "gcj02"}, "data.datum"),
        ({"datum": "mars"}, "data.datum"),
        ({"kind": None}, "data.kind"),
        ({"exercise": "yes"}, "data.exercise"),
    ],
)
def test_a_wrong_field_is_named(data: dict[str, object], field: str):
    assert field_refused(with_data(**data)) == field


@pytest.mark.parametrize("name", ["id", "source", "type", "specversion"])
def test_a_missing_attribute_is_named(name: str):
    assert field_refused({key: value for key, value in EVENT.items() if key != name}) == name


def test_texts_lose_what_is_not_seen_but_acts():
    command = to_command(
        one(with_data(place="  5号楼\u202e\x07 ", description="<b>火</b>\r\n二层")),
        same,
    )
    assert command.place == "5号楼"
    assert command.description == "<b>火</b>\n二层", "markup is text here; escaping is the screen's work"


@pytest.mark.parametrize(
    "time",
    ["yesterday", "2026-11-21", "2026-11-21T09:58:02", "2026-13-01T00:00:00Z", "", 7],
)
def test_a_time_that_cannot_be_read_is_refused(time: object):
    assert field_refused({**EVENT, "time": time}) == "time"


@pytest.mark.parametrize(
    "time",
    ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00", "2026-06-30T23:59:60Z"],
)
def test_a_clock_that_is_years_off_is_still_a_time(time: str):
    assert parse_time(time).tzinfo is UTC


def test_a_time_names_its_zone():
    with pytest.raises(BadTime, match="zone"):
        parse_time("2026-11-21T09:58:02")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"a": NaN}',
        b'{"a": 1e400}',
        b'{"a": 1, "a": 2}',
        b'{"a": "\\ud800"}',
        b'{"a": %d}' % 2**70,
        b'{"a": ' + b"9" * 5000 + b"}",
        b"[" * 100_000,
        b"[" * 40 + b"]" * 40,
        '{"a": 1}'.encode("utf-16"),
        b"\xff\xfe",
    ],
)
def test_what_the_standard_parser_lets_through_is_malformed(body: bytes):
    with pytest.raises(strict_json.Malformed):
        strict_json.loads(body)


def test_brackets_in_a_text_are_not_depth():
    assert strict_json.loads(json.dumps({"a": "[" * 500}).encode()) == {"a": "[" * 500}


def test_a_byte_order_mark_is_forgiven():
    assert strict_json.loads(b"\xef\xbb\xbf{}") == {}

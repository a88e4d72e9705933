"""One good event to put on a log, and how to change it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dispatch.events import AlertRaised, Place
from dispatch.log import Draft

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)

SMOKE = AlertRaised(
    alert_id="fire:1",
    fingerprint="fire|fh889-10-2|smoke",
    source="fire",
    kind="smoke",
    severity="extreme",
    pulse=False,
    device_id="fh889-10-2",
    where=Place(lon=111.0031, lat=35.0302, place="四季绿城 5号楼", unit="3单元", floor=3),
    description="3层走廊 烟感火警",
    labels={"zone": "10", "point": "2"},
    media=(),
    exercise=False,
    occurred_at=NOON,
    received_at=NOON,
    clock_suspect=False,
)


def smoke(alert_id: str = "fire:1", **changed: Any) -> AlertRaised:
    return replace(SMOKE, alert_id=alert_id, **changed)


def draft(alert_id: str = "fire:1", *, cause: str = "c1", actor: str = "source:fire", **changed: Any) -> Draft:
    return Draft(NOON, actor, cause, smoke(alert_id, **changed))

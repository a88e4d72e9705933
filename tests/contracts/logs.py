"""How the contracts write to a log and read it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dispatch.log import EventLog
from tests.support.samples import draft

Open = Callable[..., Any]


def append(log: EventLog, *ids: str) -> None:
    with log.transaction() as transaction:
        transaction.append([draft(one) for one in ids])


def ids(log: EventLog, after: int = 0) -> list[str]:
    return [r.event.alert_id for r in log.stream(after)]  # type: ignore[attr-defined]

"""A phone's clock against ours: ``X-Sent-At`` says when the phone thinks it is sending."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from flask import request

from dispatch.commands import Command
from dispatch.plausible import clock_off, moved_by
from dispatch.sources.clock import BadTime, parse_time

HEADER = "X-Sent-At"
C = TypeVar("C", bound=Command)


def off(now: datetime) -> timedelta:
    """How far the clock of whoever sent this is behind ours; nothing within a minute, or where it does not say."""
    try:
        return clock_off(parse_time(request.headers.get(HEADER, "")), now)
    except BadTime:
        return timedelta(0)


def on_our_clock(command: C, now: datetime) -> C:
    """A command whose ``at`` was read off a clock that is wrong by more than a minute, by ours: no later than now. A
    tap that waited bears the clock of the same phone."""
    at, behind = getattr(command, "at", None), off(now)
    if at is None or not behind:
        return command
    return replace(command, at=min(moved_by(at, behind), now))  # type: ignore[call-arg]

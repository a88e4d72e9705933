"""How bad it is: the five words of CAP 1.2, worst first."""

from __future__ import annotations

SEVERITIES = ("extreme", "severe", "moderate", "minor", "unknown")

#: An offer waits this long for its answer, in seconds.
OFFER_EXPIRES_S = {"extreme": 20, "severe": 45, "moderate": 90, "minor": 90, "unknown": 90}

#: Minutes to arrive and to finish when a dispatcher changes the severity by hand.
LIMITS_MIN: dict[str, tuple[int | None, int | None]] = {
    "extreme": (3, 30),
    "severe": (10, 120),
    "moderate": (30, 1440),
    "minor": (None, 2880),
    "unknown": (None, 2880),
}


def rank(severity: str) -> int:
    """0 for extreme … 4 for unknown: sorts the worst first."""
    return SEVERITIES.index(severity)

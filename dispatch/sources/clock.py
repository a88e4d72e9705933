"""Times as senders write them: RFC 3339, with a zone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class BadTime(ValueError):
    """Not a time with a zone; the message says what would be right."""


def parse_time(text: str) -> datetime:
    """Aware UTC. A clock that is years off is still a time (it is marked later, never refused)."""
    upper = text.strip().upper()
    if not _RFC3339.fullmatch(upper):
        raise BadTime("not a time such as 2026-11-21T09:58:02+08:00 (RFC 3339, with a zone)")
    upper = re.sub(r":60(?=[.Z+-])", ":59", upper)  # a leap second is a second late, not an error
    upper = re.sub(r"(\.\d{6})\d+", r"\1", upper)
    try:
        return datetime.fromisoformat(upper).astimezone(UTC)
    except OverflowError:  # year 1 or 9999, moved over the edge by its zone
        return datetime.max.replace(tzinfo=UTC) if upper.startswith("9") else datetime.min.replace(tzinfo=UTC)
    except ValueError as error:
        raise BadTime(str(error)) from None

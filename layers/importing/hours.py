"""Opening hours that nobody can read: their gates count as open, and the report says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dispatch.travel.hours import is_readable
from layers.feature import Feature
from layers.importing.report import Note

#: What the report quotes of the first of them.
QUOTED = 60


def unread(layers: Mapping[str, Iterable[Feature]]) -> list[Note]:
    """One note for the whole file, with the first that cannot be read; none where all can."""
    texts = [text for features in layers.values() for one in features if (text := one.text("open_hours"))]
    found = [text for text in texts if not is_readable(text)]
    return [Note("hours_unread", str(len(found)), found[0][:QUOTED])] if found else []

"""A round as the edge sends it: read with the field that is wrong."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from datetime import date
from math import isfinite
from typing import Any

from dispatch.errors import InvalidField
from dispatch.events import RoundPlace, RoundWalk
from dispatch.roster import minutes

#: Bounds of one round and of a district: an event of 1,000 places is about 120 kB on the log. 60 people on 31 days may
#: have a walk for each place.
MOST_PLACES, MOST_WALKS, MOST_LIVE = 1000, 1000, 20
#: A slip of the pen is named: with the last day a clock knows, what comes after it cannot be planned.
FIRST_YEAR, LAST_YEAR = 2000, 2199
_TEXTS = {"id": 128, "name": 120, "at": 5}
#: what keeps a place from being done as it was told
WHY = ("missed", "day_over", "off_duty", "on_break", "gone", "no_time")


def walks_of(said: object) -> tuple[RoundWalk, ...]:
    """``[{worker_id, day, places: [{id, name, lon, lat, minutes, at}], minutes}]``; InvalidField names what is not."""
    rows = _list("walks", said, MOST_WALKS)
    walks = tuple(_walk(f"walks.{n}", row) for n, row in enumerate(rows))
    places = [place.id for walk in walks for place in walk.places]
    if len(places) > MOST_PLACES:
        raise InvalidField("walks", f"at most {MOST_PLACES} places in one round")
    if len(set(places)) < len(places):
        raise InvalidField("walks", "a place stands twice")
    turns = [(walk.worker_id, walk.day) for walk in walks]
    if len(set(turns)) < len(turns):
        raise InvalidField("walks", "one walk a worker and day")
    return walks


def hours_of(begins: str, ends: str) -> tuple[str, str]:
    """As said, each empty where it was not; InvalidField names what is no time of day, or the end before the begin."""
    read: list[int] = []
    for field, said in (("begins", begins), ("ends", ends)):
        try:
            read += [minutes(said)] if said else []
        except ValueError:
            raise InvalidField(field, "a time such as 08:30") from None
    if len(read) == 2 and read[0] >= read[1]:
        raise InvalidField("ends", "a time after begins")
    return begins, ends


def why_of(said: Mapping[str, str], due: Container[str]) -> dict[str, str]:
    """By place, one of ``WHY``; InvalidField names what is not."""
    for place_id, code in said.items():
        if place_id not in due:
            raise InvalidField(f"why.{place_id}", "no place of this round that is still to be done")
        if code not in WHY:
            raise InvalidField(f"why.{place_id}", f"one of {', '.join(WHY)}")
    return dict(said)


def _walk(path: str, row: object) -> RoundWalk:
    data = _known(path, row, {"worker_id", "day", "places", "minutes"})
    places = tuple(
        _place(f"{path}.places.{n}", one)
        for n, one in enumerate(_list(f"{path}.places", data.get("places"), MOST_PLACES))
    )
    day = _day(f"{path}.day", data.get("day"))
    return RoundWalk(_text(f"{path}.worker_id", data.get("worker_id"), 128), day, places, _minutes(path, data))


def _day(path: str, said: object) -> str:
    try:
        day = date.fromisoformat(str(said))
    except ValueError:
        raise InvalidField(path, "a date such as 2026-11-23") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidField(path, f"a date of the years {FIRST_YEAR} to {LAST_YEAR}")
    return day.isoformat()


def _place(path: str, row: object) -> RoundPlace:
    data = _known(path, row, {"id", "name", "lon", "lat", "minutes", "at"})
    lon, lat = (_degrees(f"{path}.{name}", data.get(name), most) for name, most in (("lon", 180.0), ("lat", 90.0)))
    texts = {name: _text(f"{path}.{name}", data.get(name, ""), most) for name, most in _TEXTS.items()}
    if not texts["id"]:
        raise InvalidField(f"{path}.id", "a place needs an id")
    return RoundPlace(texts["id"], texts["name"], lon, lat, _minutes(path, data), texts["at"])


def _known(path: str, row: object, names: Iterable[str]) -> Mapping[str, Any]:
    if not isinstance(row, Mapping):
        raise InvalidField(path, "an object")
    for name in row:
        if name not in names:
            raise InvalidField(f"{path}.{name}", "unknown")
    return row


def _list(path: str, said: object, most: int) -> list[Any]:
    if not isinstance(said, list | tuple) or not 0 < len(said) <= most:
        raise InvalidField(path, f"a list of 1 to {most}")
    return list(said)


def _text(path: str, said: object, most: int) -> str:
    if not isinstance(said, str) or len(said) > most:
        raise InvalidField(path, f"a text of at most {most} signs")
    return said


def _degrees(path: str, said: object, most: float) -> float:
    if isinstance(said, bool) or not isinstance(said, int | float) or not -most <= said <= most:
        raise InvalidField(path, "degrees")
    return float(said)


def _minutes(path: str, data: Mapping[str, Any]) -> float:
    said = data.get("minutes", 0)
    if isinstance(said, bool) or not isinstance(said, int | float) or not isfinite(said) or not 0 <= said <= 1440:
        raise InvalidField(f"{path}.minutes", "minutes, 0 to 1440")
    return float(said)

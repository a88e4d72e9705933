"""A question for rounds as people ask it, checked; and as the working process gets it, whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from dispatch.decide.round_reading import LAST_YEAR
from dispatch.errors import InvalidField
from dispatch.roster import minutes as clock
from dispatch.sources.http import field_error
from layers.patrol import Spot

#: As the plan itself has them (dispatch.rounds): said before anything is loaded.
MOST_PLACES, MOST_WORKERS, MOST_DAYS = 1000, 60, 31
DEFAULT_MINUTES = 8.0
#: Walks begin no earlier and end no later: seconds after local midnight.
DEFAULT_HOURS = (8.5 * 3600, 17.5 * 3600)
Lon, Lat = Annotated[float, Field(ge=-180, le=180)], Annotated[float, Field(ge=-90, le=90)]
Id = Annotated[str, Field(min_length=1, max_length=128)]
#: (lon, lat); JSON has no tuples
Corner = Annotated[tuple[Lon, Lat], Field(strict=False)]
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def _day(said: Any) -> Any:
    return date.fromisoformat(said) if isinstance(said, str) else said


def _clock(said: Any) -> Any:
    if isinstance(said, str) and _CLOCK.fullmatch(said):
        return 60.0 * clock(said)
    raise ValueError("a time such as 08:30")


class Question(BaseModel):
    """Body of POST /rounds. ``days``: dates, or how many from today on; ``start``: where everybody sets out (else each
    from the last known place); ``ring``: corners of an area drawn on the map."""

    model_config = ConfigDict(strict=True, extra="forbid")

    title: Annotated[str, Field(max_length=200)] = ""
    layer: Annotated[str, Field(max_length=64)] = ""
    grid: Annotated[str, Field(max_length=128)] = ""
    compound: Annotated[str, Field(max_length=128)] = ""
    ids: list[Id] = Field(default_factory=list)
    ring: Annotated[list[Corner], Field(max_length=500)] = Field(default_factory=list)
    workers: list[Id] = Field(default_factory=list)
    days: int | list[Annotated[date, BeforeValidator(_day)]] = 1
    minutes_per_place: Annotated[float, Field(gt=0, le=480, strict=False)] = DEFAULT_MINUTES
    begins: Annotated[float, BeforeValidator(_clock)] = DEFAULT_HOURS[0]
    ends: Annotated[float, BeforeValidator(_clock)] = DEFAULT_HOURS[1]
    lon: Lon | None = None
    lat: Lat | None = None
    returns: bool = False
    time_limit_s: Annotated[float, Field(ge=0, le=30, strict=False)] = 5.0

    def dates(self, today: date) -> list[date]:
        """Sorted, each once, none of them past. Raises InvalidField."""
        if not 0 < (self.days if isinstance(self.days, int) else len(set(self.days))) <= MOST_DAYS:
            raise InvalidField("days", f"1 to {MOST_DAYS} days")
        said = [today + timedelta(n) for n in range(self.days)] if isinstance(self.days, int) else self.days
        for n, day in enumerate(said):
            if day < today:
                raise InvalidField(f"days.{n}", f"a day from today on ({today}); {day} is past")
            if day.year > LAST_YEAR:
                raise InvalidField(f"days.{n}", f"a day until the end of {LAST_YEAR}")
        return sorted(set(said))


def question(body: Any) -> Question:
    """Raises InvalidField naming the field."""
    if not isinstance(body, dict):
        raise InvalidField("", "an object")
    if isinstance(body.get("ids"), list) and len(body["ids"]) > MOST_PLACES:
        raise InvalidField("ids", too_many(len(body["ids"])))
    _check_days(body.get("days", 1))
    try:
        asked = Question.model_validate(body)
    except ValidationError as error:
        raise field_error(error) from None
    _check(asked)
    return asked


def _check_days(said: Any) -> None:
    """Pydantic names the branch of the union, not the day."""
    if isinstance(said, list):
        for n, day in enumerate(said):
            try:
                date.fromisoformat(day)
            except (TypeError, ValueError):
                raise InvalidField(f"days.{n}", "a date such as 2026-11-23") from None
    elif isinstance(said, bool) or not isinstance(said, int):
        raise InvalidField("days", "how many from today on, or a list of dates such as 2026-11-23")


def _check(asked: Question) -> None:
    if asked.ends <= asked.begins:
        raise InvalidField("ends", "a time after begins")
    if (asked.lon is None) != (asked.lat is None):
        raise InvalidField("lon" if asked.lon is None else "lat", "lon and lat belong together")


def hhmm(seconds: float) -> str:
    """Seconds after midnight as a time of the day, whole minutes."""
    whole = int(seconds // 60)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def too_many(count: int) -> str:
    return f"{count} places; at most {MOST_PLACES} in one round: choose a grid or a compound"


@dataclass(frozen=True, slots=True)
class Walking:
    """Somebody who walks, and where from; None: from the middle of the places. ``days``: when on each (begin, end),
    None where not there; empty: on every day as asked. ``head``: where he is on the way to now, which stays."""

    id: str
    place: tuple[float, float] | None
    days: tuple[tuple[float, float] | None, ...] = ()
    head: Spot | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """What the working process is given. ``minutes`` a place by id where it is not ``per_place``; ``kept``: by (worker,
    day) the places still to come, in order, of a round that is planned again."""

    spots: tuple[Spot, ...]
    walkers: tuple[Walking, ...]
    days: tuple[date, ...]
    begins_s: float
    ends_s: float
    per_place: float
    time_limit_s: float
    returns: bool = False
    minutes: dict[str, float] = field(default_factory=dict)
    kept: dict[tuple[str, str], tuple[str, ...]] | None = None
    #: today begins later than the other days
    today: date | None = None
    today_from_s: float = 0.0
    #: of the monotonic clock, which all processes share: the search goes on no longer; None: time_limit_s from now on
    ends_at: float | None = None
    #: places that are not seen today
    not_today: frozenset[str] = frozenset()

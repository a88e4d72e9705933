"""What somebody is able and allowed to do. A certificate carries the last day it is valid: ``electric:2027-01-01``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from dispatch.errors import InvalidField

NONE: frozenset[str] = frozenset()


def split(skill: str) -> tuple[str, date | None]:
    """Name and last valid day; None: it does not expire. ValueError for a day that is none, or an empty name."""
    name, mark, day = skill.partition(":")
    if not name or name != name.strip():
        raise ValueError(f"{skill!r} has no name")
    return name, date.fromisoformat(day) if mark else None


def checked(skills: Iterable[str]) -> tuple[str, ...]:
    """The skills as they are kept. InvalidField where one cannot be read."""
    skills = tuple(skills)
    for skill in skills:
        try:
            split(skill)
        except ValueError:
            raise InvalidField("skills", f"{skill!r} is neither a name nor name:2027-01-01") from None
    return skills


@lru_cache(maxsize=4096)
def held(skills: tuple[str, ...], day: date) -> frozenset[str]:
    """Names of those that are valid on ``day``. Some thousand workers share a few sets of skills."""
    return frozenset(name for name, until in map(_read, skills) if until is None or day <= until)


def lacking(skills: tuple[str, ...], wanted: tuple[str, ...], day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of those wanted: (all that are not valid on ``day``, those of them that have expired)."""
    missing = tuple(sorted(set(wanted) - held(skills, day)))
    names = {name for name, _ in map(_read, skills)}
    return missing, tuple(name for name in missing if name in names)


def _read(skill: str) -> tuple[str, date | None]:
    """As ``split``; what the log kept before certificates had a day is taken as it stands."""
    try:
        return split(skill)
    except ValueError:
        return skill, None

"""Roll-up: tickets counted by street, community or grid, and where the hierarchy has gaps. Pure: cases and areas in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from layers.areas import LEVELS, Area, Areas

#: What may be asked for.
ROLLED = ("district", "street", "community", "grid")
#: Parts that cover less than this of the whole leave a gap; less is the width of a border drawn twice.
COVERED = 0.98


@dataclass(frozen=True, slots=True)
class Case:
    """What is counted of a ticket."""

    lon: float | None
    lat: float | None
    grid_code: str | None
    severity: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Count:
    """Open tickets of one area, those that are late among them."""

    open: int = 0
    overdue: int = 0
    by_severity: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Gap:
    """A hole in the hierarchy. ``why``: ``no_children`` (nothing registered at the level asked for), ``uncovered`` (its
    parts leave ground over), ``level_missing`` (a level is missing above it), ``no_parent`` (it belongs to nothing)."""

    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class RollUp:
    """``unplaced``: tickets of ``within`` that lie in none of ``counts``."""

    areas: list[Area]
    counts: dict[str, Count]
    gaps: list[Gap]
    unplaced: int


def roll_up(cases: Iterable[Case], areas: Areas, level: str, within: Area | None = None) -> RollUp:
    """Cases by the areas of ``level``, of the whole district or inside of one area."""
    mine = areas.below(within.id) if within else set(areas.by_id)
    shown = [area for area in areas.at(level) if area.id in mine]
    inside = list(cases)
    if within is not None:
        inside = [case for case, at in zip(inside, place(inside, [within], areas), strict=True) if at is not None]
    found = place(inside, shown, areas)
    groups: dict[str, list[Case]] = {area.id: [] for area in shown}
    for case, at in zip(inside, found, strict=True):
        if at is not None:
            groups[at].append(case)
    counts = {id: _count(group) for id, group in groups.items()}
    return RollUp(shown, counts, _gaps(areas, level, mine), found.count(None))


def place(cases: Sequence[Case], chosen: Sequence[Area], areas: Areas) -> list[str | None]:
    """The id of the area each case lies in; by its grid where it has no point."""
    located: list[str | None] = [None] * len(cases)
    pointed = [i for i, case in enumerate(cases) if case.lon is not None and case.lat is not None]
    shaped = [area for area in chosen if area.geometry is not None]
    if pointed and shaped:
        points = shapely.points([(cases[i].lon, cases[i].lat) for i in pointed])
        which, where = shapely.STRtree([area.geometry for area in shaped]).query(points, predicate="intersects")
        for one, at in zip(which[::-1].tolist(), where[::-1].tolist(), strict=True):  # the first of overlapping ones
            located[pointed[one]] = shaped[at].id
    ids = {area.id for area in chosen}
    for i, case in enumerate(cases):
        if case.lon is None and case.grid_code:
            located[i] = _above(areas, case.grid_code, ids)
    return located


def _above(areas: Areas, grid_code: str, ids: set[str]) -> str | None:
    area = areas.find(grid_code)
    while area is not None and area.id not in ids:
        area = areas.by_id.get(area.parent)
    return area.id if area else None


def _count(cases: Sequence[Case]) -> Count:
    severities = Counter(case.severity for case in cases)
    return Count(len(cases), sum(case.overdue for case in cases), dict(severities))


# --- gaps


def _gaps(areas: Areas, level: str, mine: set[str]) -> list[Gap]:
    """Those that bear on figures by ``level``, in the order of the tree."""
    rank = LEVELS.index(level)
    top = min((LEVELS.index(area.level) for area in areas.by_id.values()), default=rank)
    found = []
    for area in sorted((areas.by_id[id] for id in mine), key=lambda a: (LEVELS.index(a.level), a.code, a.name)):
        why = "" if area.gap else _why(areas, area, rank, top)
        if why:
            found.append(Gap(area.id, area.name, why))
    return found


def _why(areas: Areas, area: Area, rank: int, top: int) -> str:
    own = LEVELS.index(area.level)
    if own == rank:
        above = areas.by_id.get(area.parent)
        return "level_missing" if above and above.gap else "no_parent" if not above and own > top else ""
    if own != rank - 1:
        return ""
    covered = areas.covered(area)
    return "" if covered >= COVERED else "uncovered" if covered else "no_children"


def as_dict(rolled: RollUp, areas: Areas) -> dict[str, Any]:
    """As GET /rollup answers it, without the time."""
    return {
        "areas": [
            {
                "id": area.id,
                "code": area.code,
                "name": area.name,
                "open": rolled.counts[area.id].open,
                "overdue": rolled.counts[area.id].overdue,
                "by_severity": rolled.counts[area.id].by_severity,
                "children": len(areas.children.get(area.id, ())),
            }
            for area in rolled.areas
        ],
        "gaps": [{"id": gap.id, "name": gap.name, "why": gap.why} for gap in rolled.gaps],
        "unplaced": rolled.unplaced,
    }

"""Who belongs to whom: areas as registers tell them, each with its parent, and gaps where a level is missing.

Registers have holes, so each area looks for what it belongs to by what is known of it: the id, code or name it gives,
the beginning of its code, the ground it lies on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from layers import gridcode
from layers.feature import Feature

#: From the widest down.
LEVELS = ("city", "district", "street", "community", "grid")
_WORDS = {
    "city": ("5", "市"),
    "district": ("6", "7", "区", "县", "区县", "county"),
    "street": ("8", "街道", "乡", "镇", "乡镇", "subdistrict", "sub-district", "town", "township"),
    "community": ("10", "社区", "村", "neighbourhood", "village"),
    "grid": ("网格",),
}
_LEVEL_OF = {word: level for level, words in _WORDS.items() for word in (level, *words)}


@dataclass(frozen=True, slots=True)
class Area:
    """``parent`` is the id of the area it belongs to, empty at the top. ``gap``: nobody registered it, it stands for a
    level between its parent and its children. ``problem``: what is wrong with a grid's code, empty when nothing is."""

    id: str
    code: str
    name: str
    level: str
    geometry: BaseGeometry | None
    households: int | None = None
    parent: str = ""
    gap: bool = False
    problem: str = ""


def arranged(areas: Iterable[Feature], grids: Iterable[Feature]) -> list[Area]:
    """The areas of both layers with their parents, gaps among them."""
    found = [_area(f) for f in areas] + [_grid(f) for f in grids]
    return _with_gaps(_checked(_with_parents([area for area in found if area is not None])))


# --- reading


def level_of(text: str) -> str:
    """Our word for a level in a register's words or OpenStreetMap's numbers; empty for others."""
    return _LEVEL_OF.get(text.strip().lower(), "")


def _area(feature: Feature) -> Area | None:
    level = level_of(feature.text("level"))
    if not level:
        return None
    code, parent = feature.text("code") or _digits(feature.id), feature.text("parent")
    return Area(feature.id, code, feature.name, level, feature.geometry, _whole(feature.text("households")), parent)


def _grid(feature: Feature) -> Area:
    code, households = feature.text("code") or feature.id, _whole(feature.text("households"))
    parent = gridcode.community_of(code) if gridcode.is_code(code) else feature.text("community")
    return Area(
        feature.id, code, feature.name, "grid", feature.geometry, households, parent or feature.text("community")
    )


def _digits(id: str) -> str:
    """An id that is a code; ids of OpenStreetMap have other lengths or letters."""
    return id if re.fullmatch(r"\d{6}(\d{3}){0,3}", id) else ""


def _whole(text: str) -> int | None:
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return None


# --- who belongs to whom


def _with_parents(areas: list[Area]) -> list[Area]:
    """Each with the id of what it belongs to in the place of what its register said."""
    finder = _Finder(areas)
    points = shapely.point_on_surface([area.geometry for area in areas])
    return [replace(area, parent=finder.parent(area, point)) for area, point in zip(areas, points, strict=True)]


class _Finder:
    def __init__(self, areas: list[Area]) -> None:
        self._areas = areas
        self._ranks = np.array([LEVELS.index(area.level) for area in areas], dtype=int)
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        for index, area in enumerate(areas):
            for key in {area.id, area.code, area.name} - {""}:
                self._named[key].append(index)
        self._tree = shapely.STRtree([area.geometry for area in areas])

    def parent(self, area: Area, point: BaseGeometry) -> str:
        rank = LEVELS.index(area.level)
        around = [int(i) for i in self._tree.query(point, predicate="within") if self._ranks[i] < rank]
        told = [i for i in self._named.get(area.parent, ()) if self._ranks[i] < rank] if area.parent else []
        # Two streets of one name: the one it lies in.
        for choice in (
            [i for i in told if i in around],
            told if len(told) == 1 else [],
            self._by_code(area, rank),
            around,
        ):
            if choice:
                return self._areas[max(choice, key=lambda i: self._ranks[i])].id
        return ""

    def _by_code(self, area: Area, rank: int) -> list[int]:
        """Those with the longest beginning of its code."""
        for length in (12, 9, 6):
            if len(area.code) > length:
                found = [i for i in self._named.get(area.code[:length], ()) if self._ranks[i] < rank]
                if found:
                    return found
        return []


def _with_gaps(areas: list[Area]) -> list[Area]:
    """Between an area and one two levels up, an area that says that one is missing; one for all of a parent's."""
    known, made = {area.id: area for area in areas}, dict[str, Area]()
    linked = []
    for area in areas:
        above, parent = LEVELS.index(area.level) - 1, area.parent
        missing = LEVELS[LEVELS.index(known[parent].level) + 1 : above + 1] if parent else ()
        for level in missing:
            id = f"gap:{parent}:{level}"
            made.setdefault(id, Area(id, "", "", level, None, parent=parent, gap=True))
            parent = id
        linked.append(replace(area, parent=parent))
    return linked + list(made.values())


def _checked(areas: list[Area]) -> list[Area]:
    """Grids whose code is not as the norm has it say so."""
    communities = {area.code for area in areas if area.level == "community" and area.code}
    wrong = gridcode.problems([area.code for area in areas if area.level == "grid"], communities)
    return [replace(a, problem=wrong.get(a.code, "")) if a.level == "grid" else a for a in areas]

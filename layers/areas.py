"""The tree of a district: 街道, 社区, 网格, and in each grid its 楼栋 and 党员中心户 (layers/members.py)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import shapely

from layers.feature import Feature
from layers.hierarchy import LEVELS, Area, arranged
from layers.store import LayerStore

__all__ = ["LEVELS", "Area", "Areas", "current"]


class Areas:
    """All areas as of one moment; immutable after it is made."""

    def __init__(self, areas: Iterable[Feature], grids: Iterable[Feature] = ()) -> None:
        self.by_id: Mapping[str, Area] = {area.id: area for area in arranged(areas, grids)}
        self._covered: dict[str, float] = {}
        children: defaultdict[str, list[str]] = defaultdict(list)
        for area in sorted(self.by_id.values(), key=lambda a: (a.gap, a.code or a.name, a.id)):
            children[area.parent].append(area.id)
        self.children: Mapping[str, Sequence[str]] = dict(children)

    def find(self, key: str) -> Area | None:
        """An area by its id or its code."""
        return self.by_id.get(key) or self._by_code.get(key)

    @cached_property
    def _by_code(self) -> Mapping[str, Area]:
        return {area.code: area for area in reversed(list(self.by_id.values())) if area.code}

    def at(self, level: str) -> list[Area]:
        """The registered areas of a level, by code."""
        found = [area for area in self.by_id.values() if area.level == level and not area.gap]
        return sorted(found, key=lambda area: (area.code, area.name, area.id))

    def below(self, id: str) -> set[str]:
        """The ids of an area and of everything in it."""
        found, left = set(), [id]
        while left:
            one = left.pop()
            found.add(one)
            left += self.children.get(one, ())
        return found

    def households(self, area: Area) -> int | None:
        """Its own figure, or the sum of those of its parts; None when nobody says."""
        if area.households is not None:
            return area.households
        parts = [self.households(self.by_id[id]) for id in self.children.get(area.id, ())]
        known = [count for count in parts if count is not None]
        return sum(known) if known else None

    def covered(self, area: Area) -> float:
        """The share of an area that its registered parts cover; 0 where it has none."""
        if area.id not in self._covered:
            parts = [self.by_id[id].geometry for id in self.children.get(area.id, ()) if not self.by_id[id].gap]
            self._covered[area.id] = _share(area, np.array(parts, dtype=object)) if parts else 0.0
        return self._covered[area.id]

    def tree(self, parent: str = "") -> list[dict[str, Any]]:
        """Nested, as GET /areas/tree answers it."""
        return [
            {
                "id": area.id,
                "code": area.code,
                "name": area.name,
                "level": area.level,
                "households": self.households(area),
                "gap": area.gap,
                "problem": area.problem,
                "children": self.tree(area.id),
            }
            for area in (self.by_id[id] for id in self.children.get(parent, ()))
        ]


def _share(area: Area, parts: np.ndarray[Any, np.dtype[np.object_]]) -> float:
    if area.geometry is None or not area.geometry.area:
        return 1.0
    return float(shapely.intersection(shapely.union_all(parts), area.geometry).area / area.geometry.area)


def current(store: LayerStore) -> Areas:
    """The areas of a store as they are now; kept while nothing is imported (1,000 grids take 0.2 s)."""
    return _kept(str(store.home), store.stamp())


@lru_cache(maxsize=2)
def _kept(home: str, _stamp: int) -> Areas:
    store = LayerStore(home)
    return Areas(store.features("areas"), store.features("grids"))

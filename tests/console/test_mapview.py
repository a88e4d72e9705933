"""What a screen shows first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from console.mapview import bounds


def metas(**boxes: Any) -> dict[str, Any]:
    return {name: SimpleNamespace(bounds=box) for name, box in boxes.items()}


def test_the_screen_opens_where_people_live() -> None:
    assert bounds(metas(grids=(1, 1, 9, 9), buildings=(2, 2, 3, 3), piles=None)) == [2, 2, 3, 3]


def test_with_areas_only_on_the_whole_city() -> None:
    assert bounds(metas(areas=(1, 1, 9, 9), piles=(0, 0, 2, 2))) == [1, 1, 9, 9]


def test_with_devices_only_on_all_of_them_and_without_anything_nowhere() -> None:
    assert bounds(metas(piles=(0, 0, 2, 2), cameras=(1, 1, 4, 3))) == [0, 0, 4, 3]
    assert bounds(metas(piles=None)) is None

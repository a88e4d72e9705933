"""The few places that may convert, and what the store makes of things that were not."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from shapely.geometry import Point

from layers.datum import Located
from layers.feature import Feature
from layers.store import LayerStore

ROOT = Path(__file__).parents[2]
#: Who converts what comes from outside: each thing passes one of these, once.
INWARD = {
    "console/intake.py",  # positions in reports of devices
    "layers/importing/placing.py",  # files
}
#: Who tries a conversion to learn something, and keeps nothing of it.
TRYING = {"layers/evidence/weigh.py", "layers/importing/datums.py"}
#: Who draws for somebody else's datum.
OUTWARD = {"layers/online.py", "layers/importing/writing/sheet.py", "console/imports/shift.py"}
_CONVERTERS = {"to_wgs84", "from_wgs84", "Located"}


def users() -> set[str]:
    """Files that name a converter of layers.datum."""
    found = set()
    for package in ("console", "layers", "dispatch"):
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith("layers/datum/") and _names(ast.parse(path.read_text("utf-8"))) & _CONVERTERS:
                found.add(name)
    return found


def _names(tree: ast.AST) -> set[str]:
    direct = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("layers.datum")
        for alias in node.names
    }
    return direct | {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in ("datum", "datums")
    }


def test_only_these_convert() -> None:
    assert users() <= INWARD | TRYING | OUTWARD


def test_the_store_takes_no_geometry_that_still_has_a_datum(tmp_path: Path) -> None:
    store = LayerStore(tmp_path)
    with pytest.raises((TypeError, AttributeError)):
        store.replace("shops", [Feature("a", "", Located(Point(111, 35), "gcj02"))])  # type: ignore[arg-type]
    assert store.count("shops") == 0

"""A home to import into, and files to import."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyogrio  # noqa: F401  # before a reader leaves one driver of GDAL only
import pytest

from layers.importing import ImportRefused, Report, run
from layers.importing.export import APART, export
from layers.importing.writing import gdal, parquet
from layers.importing.writing.sheet import Sheet
from layers.store import LayerStore

Take = Callable[..., Report]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def store(home: Path) -> LayerStore:
    return LayerStore(home)


@pytest.fixture
def take(home: Path) -> Take:
    """Import a file without tiles, in this process: a second of processor time cheaper than in one of its own."""

    def taken(file: Path, kind: str = "piles", **options: Any) -> Report:
        return run(kind, file, home, **{"then": lambda *_: None, "confined": False, **options})

    return taken


@pytest.fixture
def refused(take: Take) -> Callable[..., ImportRefused]:
    """The refusal of a file."""

    def was(file: Path, kind: str = "piles", **options: Any) -> ImportRefused:
        with pytest.raises(ImportRefused) as caught:
            take(file, kind, **options)
        return caught.value

    return was


def export_here(layer: str, file: Path, home: Path, datum: str = "wgs84") -> int:
    """As ``export``, in this process."""
    if file.suffix not in APART:
        return export(layer, file, home, datum=datum)
    sheet = Sheet.of(LayerStore(home), layer, datum)
    (parquet if file.suffix == ".parquet" else gdal).write(sheet, file)
    return len(sheet)

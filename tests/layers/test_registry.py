from __future__ import annotations

import re
from pathlib import Path

from layers.importing.columns import aliases, guess
from layers.importing.report import REASONS
from layers.registry import ASSETS, IMPORTED, LAYERS

README = Path(__file__).resolve().parents[2] / "layers" / "README.md"


def test_every_layer_is_described_with_its_properties() -> None:
    schemas = README.read_text(encoding="utf-8").split("## Layer schemas")[1]
    described = {name.strip() for row in re.findall(r"^\| ([a-z_, ]+) \|", schemas, re.M) for name in row.split(",")}
    assert set(IMPORTED) <= described


def test_a_layer_has_one_id_a_title_and_a_group() -> None:
    assert all(layer.id == id and layer.title == f"layer.{id}" for id, layer in LAYERS.items())
    assert {"piles", "cameras", "lifts", "fire_terminals"} <= set(ASSETS)


def test_exact_places_of_cameras_are_not_for_everybody() -> None:
    cameras = LAYERS["cameras"]
    assert cameras.seen_by("dispatcher")
    assert not cameras.seen_by("worker")


def test_a_column_serves_one_property_and_what_is_told_wins() -> None:
    columns = ["id", "名称", "x", "y", "addr"]
    assert guess(columns) == {"id": "id", "name": "名称", "lon": "x", "lat": "y"}
    assert guess(columns, {"name": "addr"})["name"] == "addr"
    assert guess(columns, {"name": "not there"})["name"] == "名称"


def test_no_column_name_is_claimed_twice_within_a_property() -> None:
    assert all(len(set(names)) == len(names) for names in aliases().values())


def test_every_reason_can_be_worded() -> None:
    for code, sentence in REASONS.items():
        assert sentence.format(value="v", limit=1, limit_mb=1), code

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from console.i18n import has
from layers.importing.columns import aliases, guess
from layers.importing.report import REASONS
from layers.palette import PALETTES
from layers.registry import ASSETS, IMPORTED, LAYERS

ROOT = Path(__file__).parents[2]

KINDS = Path(__file__).resolve().parents[2] / "layers" / "kinds"


def test_every_module_of_kinds_is_registered() -> None:
    others = {"__init__", "columns", "live", "derived"}
    assert {path.stem for path in KINDS.glob("*.py")} - others == set(IMPORTED)


def test_columns_of_a_register_are_told_apart_and_have_an_example_that_fits() -> None:
    for layer in IMPORTED.values():
        headings = [heading for one in layer.fields for heading in (one.name, one.title, *one.aliases)]
        assert len(set(headings)) == len(headings), layer.id
        for one in layer.fields:
            assert not one.pattern or re.fullmatch(one.pattern, one.example), (layer.id, one.name)
            assert not one.choices or {ours for _, ours in one.values} | {one.example} <= set(one.choices)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_titles_and_legends_have_words_and_colours(locale: str) -> None:
    for layer in LAYERS.values():
        assert has(layer.title, locale), layer.title
        for entry in layer.legend:
            assert has(entry.label, locale), entry.label
            assert bool(entry.symbol) != bool(entry.colour)
            assert not entry.colour or getattr(PALETTES["dark"], entry.colour).startswith("#")


def test_tilesets_belong_to_their_layer_and_have_ids_of_their_own() -> None:
    made = [(layer.id, tileset) for layer in IMPORTED.values() for tileset in layer.tilesets]
    assert all(tileset.source == id for id, tileset in made)
    assert len({tileset.id for _, tileset in made}) == len(made)
    assert all(layer.tilesets for layer in IMPORTED.values() if layer.delivery == "tile")


def test_where_a_camera_looks_stays_at_the_desks() -> None:
    props = {"heading": 204, "angle": 92, "range_m": 30, "compound": "鼎鑫地标", "stream": "rtsp://x"}
    assert IMPORTED["cameras"].told(props, "dispatcher") == props
    assert IMPORTED["cameras"].told(props, "wall") == {"compound": "鼎鑫地标"}
    assert not IMPORTED["party_homes"].seen_by("wall")


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
        assert sentence.format(value="v", limit=1, limit_mb=1, asked="a", expected="e"), code


def test_every_layer_with_an_icon_is_drawn_with_it() -> None:
    sprite = json.loads((ROOT / "assets" / "icons" / "sprite-dark.json").read_text(encoding="utf-8"))
    drawn = (ROOT / "assets" / "js" / "map" / "assets.mjs").read_text(encoding="utf-8")
    for name, layer in IMPORTED.items():
        symbols = {one.symbol for one in layer.legend if one.symbol} | ({layer.icon} if layer.icon else set())
        assert symbols <= sprite.keys(), name
        if layer.icon and layer.delivery == "geojson":
            assert re.search(rf"^  {name}: ", drawn, re.MULTILINE), f"{name} is not drawn"

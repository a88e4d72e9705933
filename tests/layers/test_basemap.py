from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from layers import basemap
from layers.registry import LAYERS
from layers.store import LayerStore
from layers.tiles import BASE, TileStore
from layers.tilesets import TILESETS

ICONS = Path(__file__).resolve().parents[2] / "assets" / "icons"


def style(store: LayerStore, theme: str = "dark") -> dict[str, Any]:
    return basemap.style(theme, "https://desk.example", TileStore(store).layers())


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_layers_draw_what_there_is_and_name_their_switch(tiled: LayerStore, theme: str) -> None:
    layers = style(tiled, theme)["layers"]
    drawn = {layer["source-layer"] for layer in layers if layer["type"] != "background"}
    assert {"buildings", "roads", "building_labels", "grid_borders"} <= drawn <= set(TILESETS)
    assert "water" not in drawn
    assert {layer["metadata"]["layer"] for layer in layers} - {"ground"} <= set(LAYERS)
    assert len({layer["id"] for layer in layers}) == len(layers)


def test_addresses_are_absolute_and_carry_the_version(tiled: LayerStore) -> None:
    made = style(tiled)
    version = TileStore(tiled).layers()[BASE].version
    assert made["sources"][BASE]["tiles"] == [f"https://desk.example/api/v1/tiles/base/{{z}}/{{x}}/{{y}}?v={version}"]
    assert made["sprite"] == "https://desk.example/assets/icons/sprite-dark"


def test_whose_data_it_is_is_said(tiled: LayerStore) -> None:
    assert style(tiled)["metadata"]["attribution"] == "© OpenStreetMap contributors"
    assert style(tiled)["sources"][BASE]["attribution"] == "© OpenStreetMap contributors"


def test_an_empty_home_is_ground_only(tmp_path: Path) -> None:
    made = style(LayerStore(tmp_path))
    assert [layer["type"] for layer in made["layers"]] == ["background"]
    assert made["sources"] == {}


def test_no_glyph_server_is_named_and_json_takes_it(tiled: LayerStore) -> None:
    made = style(tiled)
    assert "glyphs" not in made
    assert json.loads(json.dumps(made)) == made


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("suffix", ["", "@2x"])
def test_the_sprite_has_every_icon(theme: str, suffix: str) -> None:
    index = json.loads((ICONS / f"sprite-{theme}{suffix}.json").read_text(encoding="utf-8"))
    assert sum(name.startswith("donut-") for name in index) == 165
    for severity in ("extreme", "severe", "moderate", "minor", "unknown"):
        assert {f"sev-{severity}", f"ex-{severity}"} <= set(index)
    for state in ("free", "busy", "break", "stale", "sos"):
        assert f"worker-{state}" in index
    assert {layer.icon for layer in LAYERS.values() if layer.icon} <= set(index)
    assert (ICONS / f"sprite-{theme}{suffix}.png").read_bytes().startswith(b"\x89PNG")

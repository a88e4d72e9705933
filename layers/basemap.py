"""The ground of the map as a MapLibre style, dark and light.

One vector source (``base``, layers/tiles.py) with absolute addresses: a relative one fetches nothing inside Plotly.
Colours are in ``palette``, single layers in ``strokes``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from layers.palette import CASING, PALETTES, Palette
from layers.strokes import Stops, Style, along, fade, layer, line, symbol, text
from layers.tiles import BASE


class TileMetas(Protocol):
    """What is used of ``tiles.TileMeta``."""

    version: str
    min_zoom: int
    max_zoom: int
    bounds: Any
    attribution: str


def style(
    theme: str,
    origin: str,
    layers_meta: Mapping[str, TileMetas],
    locale: str = "zh-CN",
    *,
    tiles_path: str = "/api/v1/tiles",
    sprite_path: str = "/assets/icons",
) -> Style:
    """A MapLibre style of what there is. ``layers_meta`` is ``TileStore.layers()``; without tiles only ground.

    ``origin`` is the page's (``https://host:port``), or a placeholder that the page replaces. Every style layer carries
    ``metadata.layer``: the layer that a switch in the legend shows or hides.
    """
    base = layers_meta.get(BASE)
    palette = PALETTES[theme]
    background = layer("ground", "ground", "background", {"background-color": palette.ground})
    present = [*ground(theme), *labels(palette)] if base else []
    drawn = [one for one in present if one["source-layer"] in layers_meta]
    return {
        "version": 8,
        "name": f"shaodao-{theme}",
        "sprite": f"{origin}{sprite_path}/sprite-{theme}",
        "sources": {BASE: _source(base, origin, tiles_path)} if base else {},
        "layers": [background, *drawn],
        "metadata": {"locale": locale, "attribution": attribution(layers_meta)},
    }


def attribution(layers_meta: Mapping[str, TileMetas]) -> str:
    """Whose data it is, each once; always to be shown, small, bottom right."""
    return " · ".join(dict.fromkeys(m.attribution for name, m in layers_meta.items() if name != BASE and m.attribution))


def _source(base: TileMetas, origin: str, tiles_path: str) -> Style:
    return {
        "type": "vector",
        "tiles": [f"{origin}{tiles_path}/{BASE}/{{z}}/{{x}}/{{y}}?v={base.version}"],
        "minzoom": base.min_zoom,
        "maxzoom": base.max_zoom,
        "bounds": list(base.bounds),
        "attribution": base.attribution,
    }


# --- surfaces and lines


def ground(theme: str) -> list[Style]:
    """From the ground up: green, water, compounds, roads by importance, buildings, grid borders."""
    p, casing = PALETTES[theme], CASING[theme]
    return [
        layer("green", "green", "fill", {"fill-color": p.green}),
        layer("water", "water", "fill", {"fill-color": p.water}, filter=["==", ["geometry-type"], "Polygon"]),
        line("waterway", "water", p.water, {10: 0.6, 17: 4}, filter=["==", ["geometry-type"], "LineString"]),
        layer("compounds", "compounds", "fill", {"fill-color": p.compound}),
        line("compound-edge", "compounds", p.building_edge, {14: 0.4, 17: 1}, dash=[4, 3], opacity=0.7),
        _road("path", p.path, {14: 0.5, 16: 1.2, 18: 3.2}, 14, dash=None),
        _road("steps", p.street, {15: 0.8, 16: 1.6, 18: 4}, 15, dash=[0.5, 0.4]),
        _road("service", casing, {14: 1.6, 16: 3.8, 18: 11}, 14, suffix="-case"),
        _road("street", casing, {12: 1.2, 14: 3.4, 16: 7, 18: 20}, 12, suffix="-case"),
        _road("main", casing, {10: 1.4, 14: 5.4, 16: 10.5, 18: 28}, 10, suffix="-case"),
        _road("service", p.path if theme == "dark" else p.street, {14: 0.8, 16: 2.6, 18: 9}, 13),
        _road("street", p.street, {12: 0.6, 14: 2.2, 16: 5.2, 18: 17}, 12),
        _road("main", p.main, {10: 0.8, 14: 3.8, 16: 8.4, 18: 24}, 10),
        layer("building", "buildings", "fill", {"fill-color": p.building, "fill-opacity": fade(13, 14)}),
        line("building-edge", "buildings", p.building_edge, {14: 0.4, 16: 0.9, 18: 1.4}, min_zoom=14),
        line("grid-edge", "grid_borders", p.grid, {11: 0.8, 15: 1.4, 18: 2.2}, dash=[3, 2.4], opacity=0.85),
    ]


def _road(kind: str, colour: str, widths: Stops, min_zoom: int, *, dash: Any = None, suffix: str = "") -> Style:
    return line(
        f"road-{kind}{suffix}",
        "roads",
        colour,
        widths,
        filter=["==", ["get", "class"], kind],
        dash=dash,
        min_zoom=min_zoom,
    )


# --- names


def labels(p: Palette) -> list[Style]:
    """Names, the important ones first: what comes earlier in a style yields to what comes later."""
    small_first = ["-", 0, ["coalesce", ["get", "size"], 0]]
    return [
        text("poi-name", "pois", p.label_far, {16.6: 10.5, 18: 12}, p.halo, 16.8,
              filter=["!", ["in", ["get", "kind"], ["literal", list(_SILENT)]]], offset=[0, 0.2]),
        text("entrance-name", "entrances", p.label, {17.4: 10, 19: 12}, p.halo, 17.4, field=["get", "unit"]),
        symbol("gate", "gates", "gate", 16.5),
        text("gate-name", "gates", p.label, {16: 10.5, 18: 12.5}, p.halo, 16, offset=[0, 1.3]),
        text("building-name", "building_labels", p.label, {15: 10.5, 16: 11.5, 17: 13, 19: 16}, p.halo, 15.2,
              sort=small_first, width=7),
        along("road-name", "road_labels", p.label_far, {14: 11, 16: 12, 18: 14}, p.halo, 14),
        along("water-name-along", "water_labels", p.water_label, {12: 12, 16: 15}, p.halo, 12, placement="point"),
        text("compound-name", "compound_labels", p.label_strong, {13: 11.5, 16: 14, 17: 15}, p.halo, 13,
              sort=small_first, width=8, max_zoom=17.2),
    ]  # fmt: skip


#: Kinds of points whose names are the building's or say nothing.
_SILENT = ("amenity=bicycle_parking", "amenity=parking", "barrier=gate", "barrier=bollard", "barrier=lift_gate")

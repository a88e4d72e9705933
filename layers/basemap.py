"""The ground of the map as a MapLibre style, dark and light.

One vector source (``base``, layers/tiles.py) with absolute addresses: a relative one fetches nothing inside Plotly.
No glyph server: MapLibre draws all text from local fonts, and ``text-font`` names them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from layers.tiles import BASE

FONT = ["Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
Style = dict[str, Any]
Paint = dict[str, Any]


class Palette(NamedTuple):
    """Colours by role, the tokens of the screens: low contrast, so that what is wrong stands out."""

    ground: str
    green: str
    water: str
    water_label: str
    compound: str
    building: str
    building_edge: str
    path: str
    street: str
    main: str
    label: str
    label_far: str
    label_strong: str
    halo: str
    grid: str


PALETTES = {
    "dark": Palette(
        ground="#0c1219", green="#0e1a1a", water="#0d2233", water_label="#4c7898", compound="#101922",
        building="#1a2733", building_edge="#2d4152", path="#1d2a36", street="#223140", main="#2c3f52",
        label="#6f889d", label_far="#587086", label_strong="#8ba3b7", halo="#0c1219", grid="#3b5a73",
    ),
    "light": Palette(
        ground="#f1f3f4", green="#dfe9df", water="#c3d9e8", water_label="#2d6186", compound="#e9edef",
        building="#dbe1e6", building_edge="#b3c0ca", path="#d3dade", street="#ffffff", main="#ffffff",
        label="#51636f", label_far="#677987", label_strong="#2c3e4a", halo="#f8fafb", grid="#7f9db3",
    ),
}  # fmt: skip
#: Edges of streets on the light ground, where the streets themselves are white.
CASING = {"dark": "#0c1219", "light": "#c5ced5"}


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
    background = _layer("ground", "ground", "background", {"background-color": palette.ground})
    present = [*ground(theme), *labels(palette)] if base else []
    drawn = [layer for layer in present if layer["source-layer"] in layers_meta]
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
        _layer("green", "green", "fill", {"fill-color": p.green}),
        _layer("water", "water", "fill", {"fill-color": p.water}, filter=["==", ["geometry-type"], "Polygon"]),
        _line("waterway", "water", p.water, {10: 0.6, 17: 4}, filter=["==", ["geometry-type"], "LineString"]),
        _layer("compounds", "compounds", "fill", {"fill-color": p.compound}),
        _line("compound-edge", "compounds", p.building_edge, {14: 0.4, 17: 1}, dash=[4, 3], opacity=0.7),
        _road("path", p.path, {14: 0.5, 16: 1.2, 18: 3.2}, 14, dash=None),
        _road("steps", p.street, {15: 0.8, 16: 1.6, 18: 4}, 15, dash=[0.5, 0.4]),
        _road("service", casing, {14: 1.6, 16: 3.8, 18: 11}, 14, suffix="-case"),
        _road("street", casing, {12: 1.2, 14: 3.4, 16: 7, 18: 20}, 12, suffix="-case"),
        _road("main", casing, {10: 1.4, 14: 5.4, 16: 10.5, 18: 28}, 10, suffix="-case"),
        _road("service", p.path if theme == "dark" else p.street, {14: 0.8, 16: 2.6, 18: 9}, 13),
        _road("street", p.street, {12: 0.6, 14: 2.2, 16: 5.2, 18: 17}, 12),
        _road("main", p.main, {10: 0.8, 14: 3.8, 16: 8.4, 18: 24}, 10),
        _layer("building", "buildings", "fill", {"fill-color": p.building, "fill-opacity": _fade(13, 14)}),
        _line("building-edge", "buildings", p.building_edge, {14: 0.4, 16: 0.9, 18: 1.4}, min_zoom=14),
        _line("grid-edge", "grids", p.grid, {11: 0.8, 15: 1.4, 18: 2.2}, dash=[3, 2.4], opacity=0.85),
    ]


def _road(kind: str, colour: str, widths: Paint, min_zoom: int, *, dash: Any = None, suffix: str = "") -> Style:
    return _line(
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
        _text("poi-name", "pois", p.label_far, {16.6: 10.5, 18: 12}, p.halo, 16.8,
              filter=["!", ["in", ["get", "kind"], ["literal", list(_SILENT)]]], offset=[0, 0.2]),
        _text("entrance-name", "entrances", p.label, {17.4: 10, 19: 12}, p.halo, 17.4, field=["get", "unit"]),
        _symbol("gate", "gates", "gate", 16.5),
        _text("gate-name", "gates", p.label, {16: 10.5, 18: 12.5}, p.halo, 16, offset=[0, 1.3]),
        _text("building-name", "building_labels", p.label, {15: 10.5, 16: 11.5, 17: 13, 19: 16}, p.halo, 15.2,
              sort=small_first, width=7),
        _along("road-name", "road_labels", p.label_far, {14: 11, 16: 12, 18: 14}, p.halo, 14),
        _along("water-name-along", "water_labels", p.water_label, {12: 12, 16: 15}, p.halo, 12, placement="point"),
        _text("compound-name", "compound_labels", p.label_strong, {13: 12, 16: 15, 17.5: 17}, p.halo, 13,
              sort=small_first, width=8, max_zoom=17.6),
    ]  # fmt: skip


#: Kinds of points whose names are the building's or say nothing.
_SILENT = ("amenity=bicycle_parking", "amenity=parking", "barrier=gate", "barrier=bollard", "barrier=lift_gate")


def _text(
    id: str, source_layer: str, colour: str, sizes: Paint, halo: str, min_zoom: float, *, filter: Any = None,
    field: Any = None, sort: Any = None, width: float = 9, offset: Any = None, max_zoom: float = 24,
) -> Style:  # fmt: skip
    layout = {
        "text-field": field or ["get", "name"],
        "text-font": FONT,
        "text-size": _by_zoom(sizes),
        "text-max-width": width,
        "text-padding": 3,
        "text-line-height": 1.15,
        **({"symbol-sort-key": sort} if sort else {}),
        **({"text-offset": offset, "text-anchor": "top"} if offset else {}),
    }
    return _layer(id, source_layer, "symbol", _ink(colour, halo), layout, filter, min_zoom, max_zoom)


def _along(
    id: str, source_layer: str, colour: str, sizes: Paint, halo: str, min_zoom: float, placement: str = "line"
) -> Style:
    layout = {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": _by_zoom(sizes),
        "text-letter-spacing": 0.12,
        "symbol-placement": placement,
        "symbol-spacing": 380,
        "text-max-angle": 40,
        "text-padding": 6,
    }
    return _layer(id, source_layer, "symbol", _ink(colour, halo), layout, None, min_zoom)


def _symbol(id: str, source_layer: str, icon: str, min_zoom: float) -> Style:
    layout = {"icon-image": icon, "icon-size": _by_zoom({16: 0.55, 18: 0.85}), "icon-padding": 1}
    return _layer(id, source_layer, "symbol", {"icon-opacity": 0.8}, layout, None, min_zoom)


def _ink(colour: str, halo: str) -> Paint:
    return {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.3, "text-halo-blur": 0.3}


# --- pieces of style


def _line(
    id: str, source_layer: str, colour: str, widths: Paint, *, filter: Any = None, dash: Any = None,
    opacity: float = 1.0, min_zoom: float = 0,
) -> Style:  # fmt: skip
    paint = {"line-color": colour, "line-width": _by_zoom(widths), "line-opacity": opacity}
    if dash:
        paint["line-dasharray"] = dash
    layout = {"line-join": "round", "line-cap": "butt" if dash else "round"}
    return _layer(id, source_layer, "line", paint, layout, filter, min_zoom)


def _layer(
    id: str, source_layer: str, type: str, paint: Paint, layout: Paint | None = None, filter: Any = None,
    min_zoom: float = 0, max_zoom: float = 24,
) -> Style:  # fmt: skip
    layer = {"id": id, "type": type, "paint": paint, "layout": layout or {}}
    layer["metadata"] = {"layer": _SWITCH.get(source_layer, source_layer)}
    if type != "background":
        layer |= {"source": BASE, "source-layer": source_layer}
    if filter is not None:
        layer["filter"] = filter
    return layer | ({"minzoom": min_zoom} if min_zoom else {}) | ({"maxzoom": max_zoom} if max_zoom < 24 else {})


#: Label tilesets are shown and hidden with the layer they name.
_SWITCH = {
    "building_labels": "buildings",
    "road_labels": "roads",
    "compound_labels": "compounds",
    "water_labels": "water",
}


def _by_zoom(stops: Paint) -> list[Any]:
    return ["interpolate", ["exponential", 1.4], ["zoom"], *(part for stop in stops.items() for part in stop)]


def _fade(start: float, end: float) -> list[Any]:
    return ["interpolate", ["linear"], ["zoom"], start, 0.0, end, 1.0]

"""Single layers of a MapLibre style: lines, areas, names. All text is drawn from local fonts, no glyph server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from layers.tileset import BASE

FONT = ["Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"]
Style = dict[str, Any]
Paint = dict[str, Any]
#: zoom -> size in pixels
Stops = Mapping[int, float] | Mapping[float, float]
#: Names of small things give way to those of large ones (``size`` in square metres).
SMALL_FIRST = ["-", 0, ["coalesce", ["get", "size"], 0]]


def text(
    id: str, source_layer: str, colour: str, sizes: Stops, halo: str, min_zoom: float, *, filter: Any = None,
    field: Any = None, sort: Any = None, width: float = 9, offset: Any = None, max_zoom: float = 24,
) -> Style:  # fmt: skip
    layout = {
        "text-field": field or ["get", "name"],
        "text-font": FONT,
        "text-size": by_zoom(sizes),
        "text-max-width": width,
        "text-padding": 3,
        "text-line-height": 1.15,
        **({"symbol-sort-key": sort} if sort else {}),
        **({"text-offset": offset, "text-anchor": "top"} if offset else {}),
    }
    return layer(id, source_layer, "symbol", _ink(colour, halo), layout, filter, min_zoom, max_zoom)


def along(
    id: str, source_layer: str, colour: str, sizes: Stops, halo: str, min_zoom: float, placement: str = "line"
) -> Style:
    layout = {
        "text-field": ["get", "name"],
        "text-font": FONT,
        "text-size": by_zoom(sizes),
        "text-letter-spacing": 0.12,
        "symbol-placement": placement,
        "symbol-spacing": 380,
        "text-max-angle": 40,
        "text-padding": 6,
    }
    return layer(id, source_layer, "symbol", _ink(colour, halo), layout, None, min_zoom)


def symbol(id: str, source_layer: str, icon: str, min_zoom: float) -> Style:
    layout = {"icon-image": icon, "icon-size": by_zoom({16: 0.55, 18: 0.85}), "icon-padding": 1}
    return layer(id, source_layer, "symbol", {"icon-opacity": 0.8}, layout, None, min_zoom)


def _ink(colour: str, halo: str) -> Paint:
    return {"text-color": colour, "text-halo-color": halo, "text-halo-width": 1.3, "text-halo-blur": 0.3}


def line(
    id: str, source_layer: str, colour: str, widths: Stops, *, filter: Any = None, dash: Any = None,
    opacity: float = 1.0, min_zoom: float = 0,
) -> Style:  # fmt: skip
    paint = {"line-color": colour, "line-width": by_zoom(widths), "line-opacity": opacity}
    if dash:
        paint["line-dasharray"] = dash
    layout = {"line-join": "round", "line-cap": "butt" if dash else "round"}
    return layer(id, source_layer, "line", paint, layout, filter, min_zoom)


def layer(
    id: str, source_layer: str, type: str, paint: Paint, layout: Paint | None = None, filter: Any = None,
    min_zoom: float = 0, max_zoom: float = 24,
) -> Style:  # fmt: skip
    drawn: Style = {"id": id, "type": type, "paint": paint, "layout": layout or {}}
    drawn["metadata"] = {"layer": source_layer}
    if type != "background":
        drawn |= {"source": BASE, "source-layer": source_layer}
    if filter is not None:
        drawn["filter"] = filter
    return drawn | ({"minzoom": min_zoom} if min_zoom else {}) | ({"maxzoom": max_zoom} if max_zoom < 24 else {})


def by_zoom(stops: Stops) -> list[Any]:
    return ["interpolate", ["exponential", 1.4], ["zoom"], *(part for stop in stops.items() for part in stop)]


def fade(start: float, end: float) -> list[Any]:
    return ["interpolate", ["linear"], ["zoom"], start, 0.0, end, 1.0]

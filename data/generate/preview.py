"""A picture of the district, to look at: ``python data/generate/preview.py OUT.png [lon lat metres]``."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

DISTRICT = Path(__file__).resolve().parents[1] / "district"
SIZE = (1800, 1700)
FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
FILLS = {"compounds": "#0f1821", "green": "#13251f", "water": "#12283a", "buildings": "#1a2733"}
WIDTHS = {
    "main": (20, "#2c3f52"),
    "street": (13, "#223140"),
    "service": (5, "#1d2a36"),
    "path": (2.4, "#1d2a36"),
    "steps": (2.4, "#4a3a2a"),
}
DOTS = {
    "gates": "#35cfa6",
    "cameras": "#5aa9ff",
    "hydrants": "#a05050",
    "lifts": "#a78bfa",
    "piles": "#ffd24a",
    "fire_hosts": "#ff3b5c",
}


def features(name: str) -> list[dict[str, Any]]:
    return json.loads((DISTRICT / f"{name}.geojson").read_text(encoding="utf-8"))["features"]


class View:
    """Degrees to pixels around a middle, so many metres wide."""

    def __init__(self, lon: float, lat: float, metres: float) -> None:
        self.lon, self.lat, self.scale = lon, lat, SIZE[0] / metres
        self.image = Image.new("RGB", SIZE, "#0c1219")
        self.draw = ImageDraw.Draw(self.image)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        x = (lon - self.lon) * 111_195 * math.cos(math.radians(self.lat)) * self.scale
        return SIZE[0] / 2 + x, SIZE[1] / 2 - (lat - self.lat) * 111_195 * self.scale

    def rings(self, geometry: dict[str, Any]) -> list[list[tuple[float, float]]]:
        parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
        return [[self.at(*p) for p in part[0]] for part in parts]

    def text(self, at: tuple[float, float], words: str, size: int, fill: str) -> None:
        self.draw.text(at, words, font=ImageFont.truetype(FONT, size), fill=fill, anchor="mm")


def main(out: str, lon: float = 111.0, lat: float = 35.0222, metres: float = 2400) -> None:
    view = View(lon, lat, metres)
    for layer, fill in FILLS.items():
        for f in features(layer):
            edge = "#2d4152" if layer == "buildings" else "#1b2c38" if layer == "compounds" else None
            fill_ = {"track": "#33302c", "pitch": "#1d3a2c"}.get(f["properties"].get("kind"), fill)
            for ring in view.rings(f["geometry"]):
                view.draw.polygon(ring, fill=fill_, outline=edge)
        if layer == "water":
            _roads(view)
    for f in features("grids"):
        for ring in view.rings(f["geometry"]):
            view.draw.line([*ring, ring[0]], fill="#3d5a80", width=1)
    for layer, colour in DOTS.items():
        for f in features(layer):
            x, y = view.at(*f["geometry"]["coordinates"])
            view.draw.ellipse((x - 2, y - 2, x + 2, y + 2), fill=colour)
    for f in features("compounds"):
        ring = view.rings(f["geometry"])[0]
        middle = (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
        view.text(middle, f["properties"]["name"], 17, "#8fa6ba")
    if metres < 900:
        for f in features("buildings"):
            ring = view.rings(f["geometry"])[0]
            middle = (sum(p[0] for p in ring) / len(ring), sum(p[1] for p in ring) / len(ring))
            view.text(middle, f["properties"].get("name", ""), 13, "#6f889d")
    view.image.save(out)


def _roads(view: View) -> None:
    for cls in reversed(WIDTHS):
        metres, colour = WIDTHS[cls]
        for f in [f for f in features("roads") if f["properties"]["class"] == cls]:
            line = [view.at(*p) for p in f["geometry"]["coordinates"]]
            view.draw.line(line, fill=colour, width=max(1, round(metres * view.scale)), joint="curve")


if __name__ == "__main__":
    main(sys.argv[1], *map(float, sys.argv[2:]))

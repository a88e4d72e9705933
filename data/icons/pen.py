"""A pen on a 24 by 24 field, drawn eight times too large and reduced: soft edges without an SVG renderer."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw

OVER = 8
XY = tuple[float, float]


class Pen:
    def __init__(self, size: float, ratio: int) -> None:
        self.pixels = round(size * ratio)
        self._k = self.pixels * OVER / 24
        self._image = Image.new("RGBA", (self.pixels * OVER, self.pixels * OVER), (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)

    def shape(self, points: Sequence[XY], fill: str | None, edge: str | None = None, width: float = 0) -> None:
        """A closed shape; the edge lies half outside, with round corners."""
        at = [(x * self._k, y * self._k) for x, y in points]
        if edge and width:
            self.line([*points, points[0]], edge, width)
        if fill:
            self._draw.polygon(at, fill=fill)

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        k = self._k
        self._draw.ellipse([(x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k], fill=fill)

    def ring(self, x: float, y: float, r: float, width: float, colour: str, arc: XY = (0, 360)) -> None:
        """A ring of middle radius ``r``; ``arc`` in degrees clockwise from the top."""
        k, outer = self._k, r + width / 2
        box = [(x - outer) * k, (y - outer) * k, (x + outer) * k, (y + outer) * k]
        self._draw.arc(box, arc[0] - 90, arc[1] - 90, fill=colour, width=max(1, round(width * k)))

    def line(self, points: Sequence[XY], colour: str, width: float) -> None:
        """A line with round ends and corners."""
        at = [(x * self._k, y * self._k) for x, y in points]
        self._draw.line(at, fill=colour, width=round(width * self._k))
        for x, y in points:
            self.disc(x, y, width / 2, colour)

    def pie(self, x: float, y: float, r: float, fill: str, start: float, end: float) -> None:
        k = self._k
        self._draw.pieslice([(x - r) * k, (y - r) * k, (x + r) * k, (y + r) * k], start - 90, end - 90, fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: str, r: float = 0) -> None:
        k = self._k
        self._draw.rounded_rectangle([x0 * k, y0 * k, x1 * k, y1 * k], radius=r * k, fill=fill)

    def stripes(self, colour: str, width: float, apart: float) -> None:
        """Diagonal stripes over what has been drawn, and only there."""
        over = Image.new("RGBA", self._image.size, (0, 0, 0, 0))
        draw, k = ImageDraw.Draw(over), self._k
        for step in range(-3, int(48 / apart) + 1):
            x = step * apart
            draw.line([(x * k, 0), ((x - 24) * k, 24 * k)], fill=colour, width=round(width * k))
        self._image.paste(over, (0, 0), ImageChops.multiply(over.getchannel("A"), self._image.getchannel("A")))

    def image(self) -> Image.Image:
        return self._image.resize((self.pixels, self.pixels), Image.Resampling.LANCZOS)


def octagon(r: float, x: float = 12, y: float = 12) -> list[XY]:
    return [
        (x + r * math.cos(math.radians(a)), y + r * math.sin(math.radians(a)))
        for a in (22.5 + 45 * i for i in range(8))
    ]

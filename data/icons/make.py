"""Draw all icons onto one sheet per theme and resolution: ``assets/icons/sprite-*.{png,json}``."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))
from glyphs import ICONS, THEMES, Theme
from pen import Pen

TARGET = Path(__file__).resolve().parents[2] / "assets" / "icons"
#: Suffix → pixels per CSS pixel. One step finer than the screen asks for, since a 4K wall shows icons larger.
RATIOS = {"": 2, "@2x": 3}
PAD = 2
WIDTH = 1024


def sheet(theme: Theme, ratio: int) -> tuple[Image.Image, dict[str, dict[str, int]]]:
    """Icons in rows, largest first, and where each one lies."""
    pictures = {name: draw_one(name, theme, ratio) for name in ICONS}
    index: dict[str, dict[str, int]] = {}
    x = y = row = 0
    width = WIDTH * ratio // 2
    for name, picture in sorted(pictures.items(), key=lambda item: (-item[1].height, item[0])):
        if x + picture.width > width:
            x, y, row = 0, y + row + PAD, 0
        index[name] = {"x": x, "y": y, "width": picture.width, "height": picture.height, "pixelRatio": ratio}
        x, row = x + picture.width + PAD, max(row, picture.height)
    image = Image.new("RGBA", (width, y + row), (0, 0, 0, 0))
    for name, picture in pictures.items():
        image.paste(picture, (index[name]["x"], index[name]["y"]))
    return image, index


def draw_one(name: str, theme: Theme, ratio: int) -> Image.Image:
    size, draw = ICONS[name]
    pen = Pen(size, ratio)
    draw(pen, theme)
    return pen.image()


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, theme in THEMES.items():
        for suffix, ratio in RATIOS.items():
            image, index = sheet(theme, ratio)
            # 256 colours with alpha: a quarter of the size, no difference to be seen.
            image.quantize(256, method=Image.Quantize.FASTOCTREE).save(
                TARGET / f"sprite-{name}{suffix}.png", optimize=True
            )
            text = json.dumps(index, sort_keys=True, separators=(",", ":"))
            (TARGET / f"sprite-{name}{suffix}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

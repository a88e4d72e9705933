"""Source tiles joined, moved and drawn anew: nothing of what a stranger's server sent is passed on as it is."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence

from PIL import Image, UnidentifiedImageError

from console.basemap_proxy.fetch import Away
from layers.online import Cut

MEDIA = "image/webp"
_FORMATS = ("PNG", "JPEG", "WEBP")
_SIZES = (256, 512)
_STILL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)


def compose(cut: Cut, sources: Sequence[bytes]) -> bytes:
    """Our tile (WebP) of the sources, in the order of ``cut.tiles``; empty ones stay transparent. Raises Away for
    bytes that are no picture of a tile."""
    pictures = [_open(data) if data else None for data in sources]
    size = max((one.width for one in pictures if one), default=_SIZES[0])
    sheet = Image.new("RGBA", (cut.size[0] * size, cut.size[1] * size))
    for (column, row, _, _), one in zip(cut.tiles, pictures, strict=True):
        if one is not None:
            sheet.paste(one if one.width == size else one.resize((size, size)), (column * size, row * size))
    a, b, c, d, e, f = cut.affine
    moved = sheet
    if any(abs(ours - still) > 1e-9 for ours, still in zip(cut.affine, _STILL, strict=True)):
        pixels = (a, b, c * size, d, e, f * size)
        moved = sheet.transform((size, size), Image.Transform.AFFINE, pixels, Image.Resampling.BICUBIC)
    return _written(moved)


def transparent() -> bytes:
    """What is shown where there is nothing: the ground beneath."""
    return _written(Image.new("RGBA", (_SIZES[0], _SIZES[0])))


def _open(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
                if opened.width != opened.height or opened.width not in _SIZES:
                    raise Away(f"sends a picture of {opened.width} × {opened.height}")
                return opened.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError, Warning) as error:
        raise Away(f"sends what is no picture ({type(error).__name__})") from None


def _written(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=88, method=3)
    return out.getvalue()

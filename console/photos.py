"""Photos of workers: decoded, turned upright, drawn anew, and stored under a random name.

Re-encoding is the defence: it drops where the picture was taken (EXIF GPS) and whatever else was hidden in the file.
"""

from __future__ import annotations

import io
import re
import secrets
import warnings
from pathlib import Path

from dispatch.errors import InvalidField, NotFound

#: A 27 kB PNG can hold 225 million pixels; 40 million is twice a good phone's.
MAX_PIXELS = 40_000_000
MAX_BYTES = 10 * 1024 * 1024
FORMATS = ("JPEG", "PNG", "WEBP")
#: The long side as kept: legible on a wall, 200-400 kB.
LONG_SIDE_PX = 1920
_NAME = re.compile(r"[0-9a-f]{32}")


class Photos:
    """The folder ``home/photos``. Methods block: call them in a native thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes) -> str:
        """Store one picture; the id to name it by. Raises InvalidField for what is no photo."""
        if not data:
            raise InvalidField("photo", "the file is empty")
        if len(data) > MAX_BYTES:
            raise InvalidField("photo", f"larger than {MAX_BYTES // 2**20} MB")
        drawn = _redrawn(data)
        photo_id = secrets.token_hex(16)
        self.folder.mkdir(parents=True, exist_ok=True)
        part = self.folder / f"{photo_id}.part"
        part.write_bytes(drawn)
        part.rename(self.folder / f"{photo_id}.jpg")  # nobody sees half a picture
        return photo_id

    def get(self, photo_id: str) -> bytes:
        """The JPEG. Raises NotFound."""
        if not _NAME.fullmatch(photo_id):
            raise NotFound("no such photo", photo_id=photo_id)
        try:
            return (self.folder / f"{photo_id}.jpg").read_bytes()
        except FileNotFoundError:
            raise NotFound("no such photo", photo_id=photo_id) from None

    def check(self, photo_ids: tuple[str, ...]) -> None:
        """Raises InvalidField when a command names a photo that is not here."""
        for photo_id in photo_ids:
            if not _NAME.fullmatch(photo_id) or not (self.folder / f"{photo_id}.jpg").exists():
                raise InvalidField("data.photos", f"no photo {photo_id[:40]}")


def _redrawn(data: bytes) -> bytes:
    from PIL import Image, ImageOps, UnidentifiedImageError  # 0.1 s of a start, and the engine draws none

    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                opened.draft("RGB", (LONG_SIDE_PX, LONG_SIDE_PX))  # JPEG decodes at a fraction of the size
                picture = ImageOps.exif_transpose(opened).convert("RGB")
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise InvalidField("photo", f"more than {MAX_PIXELS // 1_000_000} million pixels") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise InvalidField("photo", f"not a JPEG, PNG or WebP that can be read: {type(error).__name__}") from None
    picture.thumbnail((LONG_SIDE_PX, LONG_SIDE_PX))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()

"""Photos are pictures and nothing else."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from console.photos import Photos
from dispatch.errors import InvalidField, NotFound


@pytest.fixture
def photos(tmp_path: Path) -> Photos:
    return Photos(tmp_path / "photos")


def picture(form: str = "JPEG", mode: str = "RGB", **kwargs: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (64, 48), 128 if mode == "L" else (200, 10, 10, 10)[: len(mode)]).save(out, form, **kwargs)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 15,000 × 15,000 pixels in some 30 kB."""
    side = 15_000
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\x00" * ((side // 8 + 1) * side), 9)

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("form", "mode"), [("JPEG", "RGB"), ("PNG", "RGBA"), ("WEBP", "RGB"), ("JPEG", "CMYK")])
def test_a_photo_is_kept_as_a_jpeg_under_a_random_name(photos: Photos, form: str, mode: str):
    photo_id = photos.put(picture(form, mode))
    assert Image.open(io.BytesIO(photos.get(photo_id))).format == "JPEG"
    photos.check((photo_id,))


def test_where_it_was_taken_is_dropped(photos: Photos):
    exif = Image.Exif()
    exif[0x010F] = "phone"
    exif.get_ifd(0x8825)[1] = "N"
    kept = photos.get(photos.put(picture(exif=exif.tobytes())))
    assert not Image.open(io.BytesIO(kept)).getexif()


def test_what_hangs_behind_the_picture_is_dropped(photos: Photos):
    kept = photos.get(photos.put(picture() + b"<script>alert(1)</script>"))
    assert b"script" not in kept


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\0" * 40, picture()[:200], picture("BMP")],
    ids=["empty", "svg", "gif", "cut", "bmp"],
)
def test_what_is_no_photo_is_refused_by_name(photos: Photos, data: bytes):
    with pytest.raises(InvalidField) as caught:
        photos.put(data)
    assert caught.value.field == "photo"


def test_a_bomb_is_refused_before_it_is_unpacked(photos: Photos):
    assert len(bomb()) < 200_000
    with pytest.raises(InvalidField, match="pixels"):
        photos.put(bomb())


@pytest.mark.parametrize("name", ["../../etc/passwd", "x" * 32, "0" * 32, ""])
def test_a_name_is_never_a_path(photos: Photos, name: str):
    with pytest.raises(NotFound):
        photos.get(name)

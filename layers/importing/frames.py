"""What the reading process says to the one that asked: length, JSON, and the geometries as WKB. Nothing executable."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]
_HEAD = struct.Struct(">II")


@dataclass(slots=True)
class Batch:
    """Some rows: number and columns of each, its geometry (None where there is none), and what is wrong with it.

    ``problems`` is index → (field, code, value): such a row is rejected whatever else it holds. ``repaired`` is
    index → what was wrong with the geometry before it was put right. ``layer`` is set where a file speaks for several.
    """

    numbers: list[int | str]
    rows: list[dict[str, Any]]
    geometries: Geometries | None = None
    problems: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    repaired: dict[int, str] = field(default_factory=dict)
    layer: str = ""


def write(out: IO[bytes], message: dict[str, Any], blob: bytes = b"") -> None:
    """One frame."""
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":"), default=str).encode("utf-8", "replace")
    out.write(_HEAD.pack(len(text), len(blob)))
    out.write(text)
    out.write(blob)
    out.flush()


def write_batch(out: IO[bytes], batch: Batch) -> None:
    """A batch as a frame of type ``rows``."""
    parts: list[bytes] = []
    if batch.geometries is not None:
        parts = [wkb or b"" for wkb in shapely.to_wkb(batch.geometries)]
    message = {
        "type": "rows",
        "numbers": batch.numbers,
        "rows": batch.rows,
        "problems": batch.problems,
        "repaired": batch.repaired,
        "layer": batch.layer,
        "wkb": [len(part) for part in parts],
    }
    write(out, message, b"".join(parts))


def read(stream: IO[bytes]) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The frames of a stream until it ends; a frame that is cut off ends it too."""
    while len(head := stream.read(_HEAD.size)) == _HEAD.size:
        text_size, blob_size = _HEAD.unpack(head)
        text, blob = stream.read(text_size), stream.read(blob_size)
        if len(text) < text_size or len(blob) < blob_size:
            return
        yield json.loads(text), blob


def to_batch(message: dict[str, Any], blob: bytes) -> Batch:
    """The batch of a frame of type ``rows``."""
    sizes: Sequence[int] = message["wkb"]
    geometries = None
    if sizes:
        ends = np.cumsum(sizes).tolist()
        starts = [0, *ends[:-1]]
        parts = [blob[start:end] or None for start, end in zip(starts, ends, strict=True)]
        geometries = np.asarray(shapely.from_wkb(np.array(parts, dtype=object)))
    return Batch(
        numbers=message["numbers"],
        rows=message["rows"],
        geometries=geometries,
        problems={int(index): (str(p[0]), str(p[1]), str(p[2])) for index, p in message["problems"].items()},
        repaired={int(index): str(why) for index, why in message["repaired"].items()},
        layer=message["layer"],
    )

"""One file read: head, batches, end; or why not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from layers.base import Shape
from layers.importing.frames import Batch
from layers.importing.reading import osm, shapes
from layers.importing.reading.detect import detect
from layers.importing.reading.opening import open_source
from layers.importing.reading.source import Request
from layers.importing.report import ImportRefused

Message = dict[str, Any] | Batch


def answer(request: Request, folder: Path) -> Iterator[Message]:
    """Batches between frames of type ``head``, ``progress``, ``tail`` (the head after the last row), or ``refused``."""
    try:
        yield from _answer(request, folder)
    except ImportRefused as refused:
        yield {"type": "refused", "code": refused.code, "detail": refused.detail}


def _answer(request: Request, folder: Path) -> Iterator[Message]:
    path = Path(request.path)
    if request.kind == "osm" or detect(path) in ("osm", "pbf"):
        yield from osm.frames(path, request)
        return
    source = open_source(path, request, folder)
    yield {"type": "head", **source.head.as_dict()}
    for batch in source.batches:
        shapes.put_right(batch, cast("Shape", request.shape))
        yield batch
    yield {"type": "tail", **source.head.as_dict()}

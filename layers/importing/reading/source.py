"""What every reader gives: a head, then batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from layers.importing.frames import Batch

#: Rows a batch: small enough to show progress and to stay small, large enough for numpy to pay.
BATCH = 2_000


@dataclass(slots=True)
class Head:
    """What is known of a file before its rows.

    ``crs``: the declared system as ``wgs84``, ``cgcs2000``, ``EPSG:n`` or a name; empty when nothing is declared.
    ``converted``: the geometries were already taken from it to WGS 84. ``marker``: a datum named by our own export, or
    by a heading (``loose``). ``total`` may be 0 when it is not known.
    """

    format: str
    layers: list[dict[str, Any]] = field(default_factory=list)
    layer: str = ""
    columns: list[str] = field(default_factory=list)
    mapping: dict[str, str] = field(default_factory=dict)
    crs: str = ""
    converted: bool = False
    marker: str = ""
    loose: bool = False
    total: int = 0
    notes: list[dict[str, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """As the frame of type ``head`` holds it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a reader."""

    path: str
    kind: str
    shape: str = "any"
    layer: str = ""
    datum: str = "auto"
    mapping: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Source:
    """A file that is being read. ``head.columns`` may still grow until the last batch where each row has its own."""

    head: Head
    batches: Iterator[Batch]

"""Everything a file holds, by layer, as the reading process gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from layers.importing.frames import Batch, Geometries
from layers.importing.reading.source import Head
from layers.importing.report import ImportRefused

#: (done, total or 0, what) while an import runs.
Progress = Callable[[int, int, str], None]


@dataclass(slots=True)
class Rows:
    """Rows of one layer. ``problems`` and ``repaired`` are by index; a problem is (field, code, value)."""

    numbers: list[int | str] = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)
    parts: list[Geometries] = field(default_factory=list)
    problems: dict[int, tuple[str, str, str]] = field(default_factory=dict)
    repaired: dict[int | str, str] = field(default_factory=dict)

    def add(self, batch: Batch) -> None:
        start = len(self.rows)
        self.numbers += batch.numbers
        self.rows += batch.rows
        if batch.geometries is not None:
            self.parts.append(batch.geometries)
        else:
            self.parts.append(np.full(len(batch.rows), None, dtype=object))
        self.problems.update({start + index: problem for index, problem in batch.problems.items()})
        self.repaired.update({batch.numbers[index]: why for index, why in batch.repaired.items()})

    @property
    def geometries(self) -> Geometries:
        return np.concatenate(self.parts) if self.parts else np.empty(0, dtype=object)

    def columns(self) -> list[str]:
        return list({name: None for row in self.rows for name in row})


def gather(messages: Iterable[dict[str, Any] | Batch], tell: Progress) -> tuple[Head, dict[str, Rows]]:
    """(head, rows by layer; the layer is "" where the file does not say)."""
    head, layers, done = Head(""), {"": Rows()}, 0
    for message in messages:
        if isinstance(message, Batch):
            layers.setdefault(message.layer, Rows()).add(message)
            done += len(message.rows)
            tell(done, max(head.total, done) if head.total else 0, "read")
        elif message["type"] == "progress":
            tell(message["done"], 0, "read")
        else:
            head = _head(message)
    if not head.format:
        raise ImportRefused("reader_crashed", value="no head")
    return head, layers


def _head(message: dict[str, Any]) -> Head:
    return Head(**{name: value for name, value in message.items() if name != "type"})

"""What the child is asked to do, and what is found of it on the disk afterwards."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ANSWER, ASKED, PROGRESS, RECORDS, REJECTS = "answer.json", "job.json", "progress.json", "records.json", "rejects.csv"


@dataclass(frozen=True, slots=True)
class Job:
    """One deed on the file of one folder. ``deed`` is a key of ``work.DEEDS``."""

    deed: str
    home: str
    folder: str
    locale: str = "zh-CN"
    kind: str = ""
    file: str = ""
    #: of an import: datum, mapping, mode, layer; of an export: datum
    options: dict[str, Any] = field(default_factory=dict)
    import_id: int = 0
    parent: int = 0

    @property
    def path(self) -> Path:
        return Path(self.folder) / self.file

    @classmethod
    def of(cls, folder: Path) -> Job:
        """The job that was put into the folder."""
        return cls(**json.loads((folder / ASKED).read_text(encoding="utf-8")))


def put(folder: Path, name: str, value: Any) -> None:
    """Whole or not at all: others look at any time."""
    part = folder / f".{name}.{os.getpid()}"
    part.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    part.replace(folder / name)


def look(folder: Path, name: str) -> Any:
    """What was put there; None where there is nothing."""
    try:
        return json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None

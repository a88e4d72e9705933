"""How far the making of tiles is: ``home/tiles/progress.json``, written by the child, read by everybody."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from layers.tilesets import TILESETS


@dataclass(frozen=True, slots=True)
class TileProgress:
    """``wanted`` and ``done`` are tilesets of this round, ``making`` is at work, ``failed`` is tileset → (version of
    its layer, what was wrong): it is not tried again before the layer changes. ``pid`` 0: nobody is at it."""

    pid: int = 0
    wanted: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    making: str = ""
    version: str = ""
    failed: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def runs(self) -> bool:
        """Whether its process is still there."""
        if not self.pid:
            return False
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        return True

    def of(self, layer: str) -> tuple[int, int] | None:
        """(done, all) of the tilesets of a layer while they are being made."""
        own = [id for id in self.wanted if id in TILESETS and TILESETS[id].source == layer]
        left = [id for id in own if id not in self.done and id not in self.failed]
        return (len(own) - len(left), len(own)) if left and self.runs else None


def path_of(home: Path) -> Path:
    return home / "tiles" / "progress.json"


def read(home: Path) -> TileProgress:
    """As it stands; an empty one where there is none."""
    try:
        data: dict[str, Any] = json.loads(path_of(home).read_text(encoding="utf-8"))
        failed = {id: (str(one[0]), str(one[1])) for id, one in data.pop("failed").items()}
        wanted, done = tuple(data.pop("wanted")), tuple(data.pop("done"))
        return TileProgress(wanted=wanted, done=done, failed=failed, **data)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return TileProgress()


def write(home: Path, progress: TileProgress) -> None:
    """Whole or not at all: readers come at any time."""
    path = path_of(home)
    beside = path.with_suffix(f".{os.getpid()}.part")
    with suppress(OSError):  # a full disk must not end the tiling for want of a figure
        beside.write_text(json.dumps(asdict(progress), ensure_ascii=False), encoding="utf-8")
        beside.replace(path)

"""Drawn tiles on disk, up to a limit; the oldest leave first."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from gevent import monkey

LIMIT = 256 * 1024 * 1024
#: Basemaps are redrawn a few times a year; a week is fresh enough, and old ones serve while the upstream is away.
FRESH_S = 7 * 86_400
#: Part of the limit that is left after clearing, so that clearing is rare.
_AFTER = 0.8


class TileCache:
    """One folder, one file a tile, named by its place. Methods block: call them in a native thread."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self._folder, self._limit = folder, limit
        self._size: int | None = None
        self._lock = monkey.get_original("_thread", "allocate_lock")()  # between native threads

    def get(self, name: str) -> tuple[bytes, bool] | None:
        """The tile and whether it is fresh."""
        path = self._folder / name
        try:
            return path.read_bytes(), time.time() - path.stat().st_mtime < FRESH_S
        except OSError:
            return None

    def put(self, name: str, data: bytes) -> None:
        """Keep a tile. A disk that is full or read-only is no reason to show none: nothing is raised."""
        path = self._folder / name
        part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
            self._grown(len(data))

    def _grown(self, by: int) -> None:
        with self._lock:
            if self._size is None:
                self._size = sum(size for _, size, _ in self._files())
            else:
                self._size += by
            if self._size > self._limit:
                self._size = self._clear()

    def _clear(self) -> int:
        files = sorted(self._files())
        left = sum(size for _, size, _ in files)
        for _, size, path in files:
            if left <= self._limit * _AFTER:
                break
            with suppress(OSError):
                path.unlink()
                left -= size
        return left

    def _files(self) -> list[tuple[float, int, Path]]:
        found = []
        for folder, _, names in os.walk(self._folder):
            for name in names:
                path = Path(folder, name)
                with suppress(OSError):
                    about = path.stat()
                    found.append((about.st_mtime, about.st_size, path))
        return found

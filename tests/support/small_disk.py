"""A disk that is soon full: a tmpfs of a few megabytes. Needs root on Linux."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.require import require


@contextmanager
def small_disk(folder: Path, size: str = "2m") -> Iterator[Path]:
    """``folder`` as a disk of ``size``; gone afterwards."""
    folder.mkdir()
    mounted = os.geteuid() == 0 and _run("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder))
    require("tmpfs", mounted, "mounting a tmpfs needs root")
    try:
        yield folder
    finally:
        _run("umount", "-l", str(folder))


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Every byte of the disk is taken until the block ends."""
    ballast = folder / "ballast"
    with open(ballast, "wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                if file.write(b"\0" * size) < size:
                    size //= 2
            except OSError:
                size //= 2
    try:
        yield
    finally:
        ballast.unlink()


def _run(*command: str) -> bool:
    return subprocess.run(command, capture_output=True).returncode == 0

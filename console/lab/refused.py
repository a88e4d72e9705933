"""Why the lab does not run, in words for whoever asked."""

from __future__ import annotations

from typing import Any


class LabRefused(ValueError):
    """Something asked for cannot be played. ``code`` is translated as ``replay.refused.<code>``."""

    def __init__(self, code: str, message: str, **detail: Any) -> None:
        super().__init__(message)
        self.code, self.detail = code, detail


class Stopped(Exception):
    """Whoever watched the progress wants no more of it."""

"""The policy lab's page."""

from __future__ import annotations

from console.pages.replay.app import build

__all__ = ["build"]

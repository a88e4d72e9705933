"""The administration: accounts, workers, sources, displays, kinds, layers, audit."""

from __future__ import annotations

from console.pages.admin.app import build

__all__ = ["build"]

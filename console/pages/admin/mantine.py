"""Mantine's components, imported when the first of them is asked for: 1.5 s and 35 MB that only this page needs."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from console.native import native


def load() -> None:
    """Import them in a native thread; whoever asks meanwhile waits there too, and the loop goes on."""
    native(import_module, "dash_mantine_components")


def __getattr__(name: str) -> Any:
    if name.startswith("__"):
        raise AttributeError(name)
    return getattr(import_module("dash_mantine_components"), name)

"""What is made of layers once they are stored: tiles and the road network."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from layers.store import LayerStore

Progress = Callable[[int, int, str], None]


def derive(store: LayerStore, changed: Iterable[str], progress: Progress | None = None) -> None:
    """Remake what depends on the changed layers."""

"""What is made of layers once they are stored: tiles and the road network."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from layers import network, tiling
from layers.store import LayerStore

Progress = Callable[[int, int, str], None]


def derive(store: LayerStore, changed: Iterable[str], progress: Progress | None = None) -> None:
    """Remake what depends on the changed layers; tiles of content that was tiled before are left as they are."""
    tell = progress or (lambda done, total, what: None)
    names = set(changed)
    if names & {"roads", "gates"}:
        tell(0, 1, "roads")
        network.build(store)
        tell(1, 1, "roads")
    todo = tiling.missing(store)
    tell(0, len(todo), "tiles")
    tiling.tile(store.home, todo)
    tiling.sweep(store)
    tell(len(todo), len(todo), "tiles")

"""What is made of layers once they are stored: the road network at once, tiles in the background."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from layers import network, tiling
from layers.store import LayerStore

Progress = Callable[[int, int, str], None]


def derive(store: LayerStore, changed: Iterable[str], progress: Progress | None = None, *, wait: bool = False) -> None:
    """Remake what depends on the changed layers. Tiles of content that was tiled before are left as they are; the
    others are made by a process of their own, which ``wait`` waits for."""
    tell = progress or (lambda done, total, what: None)
    if set(changed) & set(network.MADE_OF):
        tell(0, 1, "roads")
        network.build(store)
        tell(1, 1, "roads")
    tiling.sweep(store)  # of layers that are gone; those that changed keep theirs until the new ones are whole
    todo = tiling.missing(store)
    if wait:
        tell(0, len(todo), "tiles")
        tiling.tile(store.home, todo)
        tell(len(todo), len(todo), "tiles")
    elif todo or not tiling.is_joined(store.home):
        tiling.start(store.home)

"""All tilesets of all layers, in the order in which they lie in a tile."""

from __future__ import annotations

from collections.abc import Iterable

from layers.registry import IMPORTED
from layers.tileset import BASE, MAX_ZOOM, RECIPE, Tileset

__all__ = ["BASE", "MAX_ZOOM", "RECIPE", "TILESETS", "Tileset", "tilesets_of"]

TILESETS: dict[str, Tileset] = {tileset.id: tileset for layer in IMPORTED.values() for tileset in layer.tilesets}


def tilesets_of(layers: Iterable[str]) -> list[Tileset]:
    """The tilesets that are made from these layers."""
    wanted = set(layers)
    return [tileset for tileset in TILESETS.values() if tileset.source in wanted]

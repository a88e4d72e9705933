"""The register of sockets 插口: it has no places; what it says becomes part of the piles it names."""

from __future__ import annotations

from typing import Any

from layers.feature import Feature
from layers.importing.clean import Cleaner
from layers.store import LayerStore


def onto_piles(records: list[dict[str, Any]], cleaner: Cleaner, store: LayerStore) -> list[Feature]:
    """The named piles with their sockets listed; unknown piles and a socket named twice are rejected."""
    piles = {feature.id: feature for feature in store.features("piles")}
    listed: dict[str, dict[int, dict[str, Any]]] = {}
    for record in records:
        number, pile, socket = record.pop("_row"), str(record.pop("pile_id")), int(record["socket"])
        if pile not in piles:
            cleaner.refuse(number, cleaner.mapping.get("pile_id", "pile_id"), "unknown_pile", pile)
        elif socket in listed.setdefault(pile, {}):
            cleaner.refuse(number, cleaner.mapping.get("socket", "socket"), "duplicate_id", f"{pile}/{socket}")
        else:
            listed[pile][socket] = record
    return [_with(piles[id], [found[number] for number in sorted(found)]) for id, found in listed.items() if found]


def _with(pile: Feature, sockets: list[dict[str, Any]]) -> Feature:
    highest = max(int(socket["socket"]) for socket in sockets)
    count = max(highest, int(pile.props.get("sockets") or 0))
    return Feature(pile.id, pile.name, pile.geometry, {**pile.props, "sockets": count, "socket_list": sockets})

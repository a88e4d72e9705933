"""What devices and sockets are doing now. Telemetry: latest only, never in the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from dispatch.adapters.latest import Codec, Latest

#: Between the names of a pile and of its socket; cannot occur in either (control characters are refused at intake).
SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class AssetState:
    """``socket`` names one socket of a pile, None the asset itself. ``at`` is the device's time."""

    asset_id: str
    socket: str | None
    state: str
    value: float | str | None
    at: datetime

    @property
    def key(self) -> str:
        return self.asset_id if self.socket is None else f"{self.asset_id}{SEPARATOR}{self.socket}"


def _dump(state: AssetState) -> str:
    return json.dumps([state.asset_id, state.socket, state.state, state.value, state.at.isoformat()])


def _load(_field: str, text: str) -> AssetState:
    asset_id, socket, state, value, at = json.loads(text)
    return AssetState(asset_id, socket, state, value, datetime.fromisoformat(at))


CODEC: Codec[AssetState] = Codec(lambda state: state.key, lambda state: state.at, _dump, _load)


class AssetStates(Latest[AssetState]):
    """Latest state of each asset and socket, keyed by ``AssetState.key``."""

    def __init__(self) -> None:
        super().__init__("assets", CODEC)

    def word(self, asset_id: str) -> str | None:
        """What the asset itself last said of its state; None if never."""
        found = self.get(asset_id)
        return found.state if found else None

    def of(self, asset_id: str) -> list[AssetState]:
        """The asset's own state and those of its sockets."""
        return [state for state in self.all().values() if state.asset_id == asset_id]

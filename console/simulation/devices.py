"""What sockets, cameras and lifts are doing: they fill, they empty, and they break when the scenario says so."""

from __future__ import annotations

from typing import Any

from console.simulation.stage import Stage
from dispatch.adapters.asset_states import AssetState
from layers.store import LayerStore

#: Share of sockets in use by hour of the day: most people charge over night.
BUSY_BY_HOUR = (
    0.62, 0.62, 0.6, 0.55, 0.5, 0.42, 0.35, 0.25, 0.18, 0.16, 0.17, 0.2,
    0.24, 0.22, 0.18, 0.17, 0.18, 0.24, 0.34, 0.44, 0.52, 0.58, 0.6, 0.62,
)  # fmt: skip
#: so many sockets are looked at each second
TURNS_PER_S = 4
#: kind of an alert → what its device does while it lasts
BROKEN = {
    "camera_offline": "offline",
    "camera_tamper": "fault",
    "charger_offline": "offline",
    "charger_fault": "fault",
    "charger_overheat": "alarm",
    "charger_leakage": "alarm",
    "charger_water": "alarm",
    "charger_smoke": "alarm",
    "charger_full_occupied": "full",
    "lift_fault": "fault",
    "lift_trapped": "fault",
}


class Devices:
    """Speaks for every pile, camera and lift of the home, from the first turn on."""

    def __init__(self, stage: Stage, store: LayerStore) -> None:
        self._stage, self._rng = stage, stage.rng("devices")
        self._sockets: list[tuple[str, str]] = []
        for pile in store.features("piles"):
            self._sockets += [(pile.id, str(n)) for n in range(1, int(pile.props.get("sockets") or 1) + 1)]
        self._others = [f.id for layer in ("cameras", "lifts") for f in store.features(layer)]
        self._held: set[tuple[str, str | None]] = set()
        self._last_s = float("-inf")

    def turn(self, second_of_day: float) -> None:
        """A few bikes come and go. The first time, everything says where it stands."""
        busy = BUSY_BY_HOUR[int(second_of_day // 3600) % 24]
        now_s = self._stage.now.timestamp()
        if self._last_s == float("-inf"):
            self._put([self._state(asset, socket, busy) for asset, socket in self._sockets])
            self._put([AssetState(asset, None, "online", None, self._stage.now) for asset in self._others])
        elif now_s - self._last_s >= 1.0 and self._sockets:
            chosen = self._rng.sample(self._sockets, min(TURNS_PER_S, len(self._sockets)))
            self._put(
                [self._state(asset, n, busy) for asset, n in chosen if not {(asset, n), (asset, None)} & self._held]
            )
        else:
            return
        self._last_s = now_s

    def hear(self, data: dict[str, Any]) -> None:
        """An alert of a device that shows in its state."""
        device, state = data.get("device_id"), BROKEN.get(str(data.get("kind")))
        if device is None or state is None:
            return
        label = data.get("labels", {}).get("socket")
        socket = str(int(label)) if label and label.isdigit() else None
        if data.get("state") == "resolved":
            self._held.discard((device, socket))
            self.set(device, socket, "free" if socket else "online")
        else:
            self.set(device, socket, state)
            self._held.add((device, socket))

    def set(self, asset_id: str, socket: str | None, state: str, value: Any = None) -> None:
        self._put([AssetState(asset_id, socket, state, value, self._stage.now)])

    def _state(self, asset: str, socket: str, busy: float) -> AssetState:
        if self._rng.random() < busy:
            full = self._rng.random() < 0.12
            watts = None if full else round(self._rng.uniform(60, 420), 1)
            return AssetState(asset, socket, "full" if full else "busy", watts, self._stage.now)
        return AssetState(asset, socket, "free", None, self._stage.now)

    def _put(self, states: list[AssetState]) -> None:
        self._stage.services.asset_states.put(states)

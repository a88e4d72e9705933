"""Tells the lines of a scenario: sources report, telephones ring, workers find things, devices recover."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

from console import intake
from console.places import place_ticket
from console.simulation.devices import Devices
from console.simulation.places import Places
from console.simulation.script import DAY_S, Line
from console.simulation.stage import DESK, Stage, source_name
from dispatch.actor import Actor
from dispatch.commands import OpenTicket, RaiseSOS
from dispatch.sources.http import Report
from dispatch.sources.strict_json import canonical

_SAID = ("unit", "floor", "room", "severity", "labels", "exercise", "description", "kind")
_OPENED = ("unit", "floor", "room", "severity", "exercise", "description", "kind")


class Teller:
    """``clock`` is where the scenario stands, in seconds over all days."""

    def __init__(self, stage: Stage, places: Places, devices: Devices, clock: Callable[[], float]) -> None:
        self._stage, self._places, self._devices, self._clock = stage, places, devices, clock
        self._rng = stage.rng("teller")
        self._over: list[tuple[float, int, Line]] = []

    def tell(self, line: Line) -> None:
        getattr(self, f"_{line.type}")(line)

    def recover(self) -> None:
        """Devices whose trouble is over by now say so."""
        while self._over and self._over[0][0] <= self._clock():
            _, _, line = heapq.heappop(self._over)
            self._report(line, "resolved")

    # --- one method a type ----------------------------------------------------------------------

    def _alert(self, line: Line) -> None:
        self._report(line, str(line.data.get("state", "firing")))
        if "resolve_s" in line.data:
            when = self._clock() + float(line.data["resolve_s"])
            heapq.heappush(self._over, (when, len(self._over) + line.number * 1000, line))

    def _report(self, line: Line, state: str) -> None:
        data = {key: line.data[key] for key in _SAID if key in line.data} | self._places.of(line.at)
        data["state"] = state
        self._devices.hear(data)
        id = self._stage.new_id(f"{int(self._clock() // DAY_S)}-{line.number}-{state}")
        report = Report(id, None, data, "", canonical(data))
        intake.receive(self._stage.services, intake.Sender(source_name(line.source)), [report])

    def _call(self, line: Line) -> None:
        self._open(DESK, line, caller=str(line.data.get("caller", "")))

    def _patrol(self, line: Line) -> None:
        """Found by somebody who is free."""
        worker_id = self._somebody()
        if worker_id:
            self._open(Actor("worker", worker_id), line)

    def _open(self, actor: Actor, line: Line, **more: Any) -> None:
        said = {key: line.data[key] for key in _OPENED if key in line.data}
        where = {key: value for key, value in self._places.of(line.at).items() if key != "device_id"}
        self._stage.say(actor, place_ticket(self._stage.services.gazetteer, OpenTicket(**said, **where, **more)))

    def _sos(self, line: Line) -> None:
        worker_id = self._somebody()
        fix = self._stage.services.positions.get(worker_id) if worker_id else None
        if worker_id and fix is not None:
            text = str(line.data.get("description", ""))
            self._stage.say(Actor("worker", worker_id), RaiseSOS(lon=fix.position.lon, lat=fix.position.lat, text=text))

    def _asset(self, line: Line) -> None:
        where = self._places.of(line.at)
        if "device_id" in where:
            socket, state = line.data.get("socket"), str(line.data.get("state", "free"))
            self._devices.set(
                where["device_id"], None if socket is None else str(socket), state, line.data.get("value")
            )

    def _somebody(self) -> str | None:
        board = self._stage.board
        free = [
            w.id for w in board.workers.values() if w.simulated and w.duty == "available" and not board.work_of(w.id)
        ]
        return self._rng.choice(sorted(free)) if free else None

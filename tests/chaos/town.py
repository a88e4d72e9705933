"""A town that reports and works while the console is being killed, and keeps a ledger of what it was promised."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.support.caller import Caller

#: Devices that report again and again: repeats, resolutions and new alarms all happen.
DEVICES = 150
KINDS = ("smoke", "charger_overheat", "water_leak", "clutter", "lift_trapped")
NEXT = {
    "offered": "AcknowledgeAssignment",
    "acknowledged": "StartTravel",
    "en_route": "ArriveOnScene",
    "on_scene": "ResolveTicket",
    "recalling": "ConfirmRecall",
}


@dataclass
class Ledger:
    """What was acknowledged. Lists only grow, and each is written by any thread (append is atomic)."""

    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)
    taps: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    refused: list[tuple[str, int, Any]] = field(default_factory=list)
    resent: list[int] = field(default_factory=list)


class Town:
    """``alerts_s`` alerts a second by four devices' gateways, and nine workers; ``seed`` fixes what they do."""

    def __init__(self, port: int, ledger: Ledger, seed: int, *, alerts_s: float = 50.0) -> None:
        self._port, self._ledger, self._seed = port, ledger, seed
        self._pause = 4 / alerts_s
        self._ending = threading.Event()
        self._threads = [threading.Thread(target=self._report, args=(n,)) for n in range(4)]
        self._threads += [threading.Thread(target=self._work, args=(n,)) for n in range(1, 10)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def end(self, patience_s: float = 60.0) -> None:
        """Nothing new; what was begun is resent until it is answered."""
        self._ending.set()
        for thread in self._threads:
            thread.join(patience_s)
        assert not any(thread.is_alive() for thread in self._threads), "something was never answered"

    def _insist(self, caller: Caller, path: str, body: Any) -> tuple[int, Any]:
        """Send the same until there is an answer, as a gateway or a phone does."""
        tries = 0
        while True:
            status, answer = caller.post(path, body)
            if status not in (0, 429, 502, 503):
                return status, answer
            tries += 1
            self._ledger.resent.append(status)
            time.sleep(min(0.05 * tries, 0.5))

    # --- devices ------------------------------------------------------------------------------

    def _report(self, gateway: int) -> None:
        chance = random.Random(f"{self._seed}-{gateway}")
        caller, nth = Caller(self._port, "demo-source"), 0
        due = time.monotonic()
        while not self._ending.is_set():
            body = self._alert(chance, f"{self._seed}-{gateway}-{nth}")
            status, answer = self._insist(caller, "/api/v1/alerts", body)
            if status == 202:
                self._ledger.alerts[body["id"]] = answer
            else:
                self._ledger.refused.append((body["id"], status, answer))
            nth += 1
            due = max(due + self._pause, time.monotonic() - 1)  # catch up for a second at most
            time.sleep(max(0.0, due - time.monotonic()))

    @staticmethod
    def _alert(chance: random.Random, alert_id: str) -> dict[str, Any]:
        device = chance.randrange(DEVICES)
        return {
            "id": alert_id,
            "kind": KINDS[device % len(KINDS)],
            "state": "resolved" if chance.random() < 0.15 else "firing",
            "device_id": f"device-{device}",
            "lon": 111.0 + device / 10_000,
            "lat": 35.03,
            "place": f"{device}号楼",
        }

    # --- workers ------------------------------------------------------------------------------

    def _work(self, n: int) -> None:
        chance = random.Random(f"{self._seed}-worker-{n}")
        caller, nth = Caller(self._port, f"demo-worker-{n}"), 0
        wanted: list[tuple[str, dict[str, Any]]] = [("SignOn", {})]
        while wanted or not self._ending.is_set():
            for kind, data in wanted:
                nth += 1
                self._tap(caller, n, f"{self._seed}-{n}-{nth}", kind, data)
            wanted = [] if self._ending.is_set() else self._wanted(caller, chance)
            time.sleep(chance.uniform(0.1, 0.5))

    @staticmethod
    def _wanted(caller: Caller, chance: random.Random) -> list[tuple[str, dict[str, Any]]]:
        """The next tap for each of one's assignments."""
        status, seen = caller.get("/api/v1/snapshot?view=phone")
        taps = []
        for held in seen["assignments"] if status == 200 else []:
            if chance.random() < 0.1 and held["stage"] == "offered":
                taps.append(("DeclineAssignment", {"ticket_id": held["ticket_id"], "reason": "忙"}))
            elif held["stage"] in NEXT:
                more = {"disposition": "done"} if held["stage"] == "on_scene" else {}
                taps.append((NEXT[held["stage"]], {"ticket_id": held["ticket_id"], **more}))
        return taps

    def _tap(self, caller: Caller, n: int, tap_id: str, kind: str, data: dict[str, Any]) -> None:
        body = {"id": tap_id, "type": kind, "data": data}
        status, answer = self._insist(caller, "/api/v1/commands", body)
        if status == 200:
            self._ledger.taps[f"worker:demo-worker-{n}", tap_id] = {"answer": answer, "body": body}
        elif status != 409:  # a rule said no: the offer went to another meanwhile
            self._ledger.refused.append((tap_id, status, answer))

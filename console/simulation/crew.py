"""All simulated workers: shifts, breaks, phones, and their positions on the way out."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.simulation.hand import Hand
from console.simulation.places import Places
from console.simulation.stage import Stage
from dispatch.adapters.positions import Fix
from dispatch.commands import EndBreak, SignOff, SignOn, StartBreak
from dispatch.position import Position
from dispatch.roster import shift_of
from dispatch.worker import Worker

ROSTER = Path(__file__).parents[2] / "data" / "workers.csv"
#: A phone sends where it is each second on the way, and this often while it stands (real seconds).
SEND_STANDING_S = 15.0
#: at most so many on a break at once; a break in scenario minutes; chance of one in each minute that is free
ON_BREAK, BREAK_MIN, BREAK_CHANCE = 3, (12.0, 20.0), 0.012
#: chance in each minute that a phone is lost for a while (a basement), real seconds
LOST_CHANCE, LOST_S = 0.004, (70.0, 160.0)


@dataclass(frozen=True, slots=True)
class Shift:
    """Where and when a worker of the register begins: second of the day on and off (round the clock when equal)."""

    start: Position | None
    on: int = 0
    off: int = 0

    def covers(self, second: float) -> bool:
        if self.on == self.off:
            return True
        return self.on <= second < self.off if self.on < self.off else second >= self.on or second < self.off


def roster(path: Path = ROSTER) -> dict[str, Shift]:
    """worker_id → shift, of the demo's register; others work round the clock."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["worker_id"]: _shift(row) for row in csv.DictReader(file) if row["simulated"] == "1"}


def _shift(row: dict[str, str]) -> Shift:
    start = Position(lon=float(row["lon"]), lat=float(row["lat"])) if row["lon"] else None
    return Shift(start, _second(row["duty_from"]), _second(row["duty_to"]))


def _second(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 3600 + int(minutes or 0) * 60 if hours else 0


class Crew:
    """Only workers whose record says ``simulated``: nobody else is ever moved or spoken for."""

    def __init__(self, stage: Stage, places: Places, shifts: dict[str, Shift]) -> None:
        self._stage, self._places, self._shifts = stage, places, shifts
        self._hands: dict[str, Hand] = {}
        self._sent: dict[str, datetime] = {}
        self._lost: dict[str, datetime] = {}
        self._back: dict[str, datetime] = {}
        self._last: datetime | None = None
        self._minute = -1

    def step(self, second_of_day: float) -> None:
        now = self._stage.now
        passed = min((now - self._last).total_seconds(), 3.0) if self._last else 0.0
        self._last = now
        minute = int(now.timestamp() // 60)
        for hand in self._people():
            if hand.worker is not None and hand.worker.duty != "off_duty":
                hand.step(passed)
            self._duty(hand, second_of_day)
            if minute != self._minute:
                self._relieve(hand)
                self._chances(hand)
        self._minute = minute
        self._send()

    def _people(self) -> list[Hand]:
        """Hands for the simulated workers on the board, made when they appear."""
        simulated = [worker for worker in self._stage.board.workers.values() if worker.simulated]
        for worker in simulated:
            if worker.id not in self._hands:
                self._hands[worker.id] = self._hand(worker)
        return [self._hands[worker.id] for worker in simulated]

    def _hand(self, worker: Worker) -> Hand:
        located = self._stage.services.gazetteer.locate
        homes = [spot.position for spot in self._places.spots("homes")]
        own = [place for place in homes if located(place).grid_code == worker.grid_code] if worker.grid_code else []
        rng = self._stage.rng(f"start:{worker.id}")
        fix = self._stage.services.positions.get(worker.id)
        shift = self._shifts.get(worker.id)
        start = shift.start if shift and shift.start and self._is_inside(shift.start) else None
        at = fix.position if fix else start or rng.choice(own or homes or [Position(lon=0.0, lat=0.0)])
        return Hand(self._stage, worker.id, at, own or homes)

    def _is_inside(self, place: Position) -> bool:
        return not self._stage.services.gazetteer.locate(place).outside_district

    # --- duty -----------------------------------------------------------------------------------

    def _duty(self, hand: Hand, second_of_day: float) -> None:
        worker = hand.worker
        if worker is None:
            return
        working = self._shifts.get(worker.id, Shift(None)).covers(second_of_day)
        if working and worker.duty == "off_duty":
            self._stage.say(hand.actor, SignOn())
            self._stage.services.presence.seen(hand.id, self._stage.now)
        elif not working and worker.duty != "off_duty" and not self._stage.board.work_of(hand.id):
            self._stage.say(hand.actor, SignOff())
        elif worker.duty == "on_break" and self._stage.now >= self._back.get(hand.id, self._stage.now):
            self._stage.say(hand.actor, EndBreak())

    def _relieve(self, hand: Hand) -> None:
        """Whose shift by the roster is over signs off when his work is done. The scenario's day has other hours than
        the wall's clock: where it still wants him he signs on anew, as somebody who came for another shift."""
        worker, board = hand.worker, self._stage.board
        if worker is None or worker.duty != "available" or board.work_of(hand.id):
            return
        shift = shift_of(board, hand.id, self._stage.now)
        if shift is not None and shift.ends <= self._stage.now:
            self._stage.say(hand.actor, SignOff())

    def _chances(self, hand: Hand) -> None:
        worker, board = hand.worker, self._stage.board
        if worker is None or worker.duty != "available" or board.work_of(hand.id):
            return
        resting = sum(w.duty == "on_break" for w in board.workers.values())
        if resting < ON_BREAK and hand.rng.random() < BREAK_CHANCE:
            self._back[hand.id] = self._stage.after(hand.rng.uniform(*BREAK_MIN) * 60 / self._stage.speed)
            self._stage.say(hand.actor, StartBreak())
        elif hand.rng.random() < LOST_CHANCE:
            self._lost[hand.id] = self._stage.after(hand.rng.uniform(*LOST_S))

    # --- phones ---------------------------------------------------------------------------------

    def _send(self) -> None:
        """Fixes of those who walk once a second, of those who stand now and then, of a lost phone none."""
        now, fixes = self._stage.now, []
        for hand in self._hands.values():
            if hand.worker is None or hand.worker.duty == "off_duty" or now < self._lost.get(hand.id, now):
                continue
            every = 1.0 if hand.is_moving else SEND_STANDING_S
            before = self._sent.get(hand.id)
            if before is None or (now - before).total_seconds() >= every:
                self._sent[hand.id] = now
                fixes.append(Fix(hand.id, hand.at, now, round(hand.rng.uniform(4, 16), 1), now))
                self._stage.services.presence.seen(hand.id, now)
        if fixes:
            self._stage.services.positions.put(fixes)

"""What comes after the street: the building's entrance, its gate's hours, and stairs or a lift to the floor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic

from dispatch.approach import NOTHING, Approach, By
from dispatch.events import Place
from dispatch.kind import Kind
from dispatch.position import Position
from dispatch.travel.hours import is_open, opens_at
from dispatch.travel.profiles import passes
from layers.feature import Feature
from layers.lifts import works
from layers.places import position_of
from layers.store import LayerStore

#: Seconds a floor on the stairs: 2.9 m up are 6 m of flight and a landing at 0.45 m/s along the slope (Fruin's 0.51
#: free, less for a bag), down at 0.6; from the tenth on a third more for breath.
UP_S, DOWN_S, BREATH_FLOORS, BREATHLESS_S = 15.0, 12.0, 10, 20.0
#: A lift in a block of flats: half its round trip of a minute to wait, 10 s for the doors, 1.5 m/s from floor to floor.
LIFT_WAIT_S, LIFT_FLOOR_S = 40.0, 2.0
#: Every gate of the compound is shut: ring for the guard.
GUARD_S = 90.0
#: That a house has no lift is said from this many floors on.
WORTH_SAYING = 3
#: The store is looked at this often where nobody calls ``refresh``.
LOOK_EVERY_S = 3.0


@dataclass(frozen=True, slots=True)
class Gate:
    """A way into a compound."""

    name: str
    position: Position
    hours: str
    for_feet: bool


class ApproachBook:
    """Read from the store when it changed, in the thread that asks next; without locks, as the gazetteer.

    ``state(asset_id)`` is what a device last said of itself, None if never; ``out(asset_id)`` whether an alert says
    that it does not work. ``local()`` is the time on the clocks here.
    """

    def __init__(
        self,
        store: LayerStore,
        state: Callable[[str], str | None],
        local: Callable[[], datetime],
        clock: Callable[[], float] = monotonic,
        out: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._store, self._state, self._out, self._local, self._clock = store, state, out, local, clock
        self._looked_at, self._stamp = float("-inf"), -1
        self._book = _Book()

    def __call__(self, where: Place, kind: Kind | None) -> Approach:
        """As ``dispatch.approach.Approaches``. A place without a building has no approach."""
        book = self._current()
        building = where.building_id
        if building is None or building not in book.buildings:
            return NOTHING
        entrance = book.entrance(building, where.unit, _position(where))
        wait_s, reasons, why = self._gates(book, building, entrance)
        floors = _floors(where.floor)
        seconds, by, about = self._climb(book, building, where.unit, floors, kind)
        return Approach(entrance, wait_s + seconds, floors, by, (*reasons, *about), why, wait_s)

    def _gates(
        self, book: _Book, building: str, entrance: Position | None
    ) -> tuple[float, tuple[str, ...], tuple[tuple[str, str], ...]]:
        gates = [
            gate for compound in book.buildings[building] for gate in book.gates.get(compound, ()) if gate.for_feet
        ]
        if not gates or entrance is None:
            return 0.0, (), ()
        local, nearest = self._local(), min(gates, key=lambda gate: entrance.metres_to(gate.position))
        if not nearest.hours or is_open(nearest.hours, local):
            return 0.0, (), ()
        why = (("gate", nearest.name), ("until", opens_at(nearest.hours, local) or ""))
        all_shut = all(gate.hours and not is_open(gate.hours, local) for gate in gates)
        return GUARD_S if all_shut else 0.0, ("gate_closed_until",), why

    def _climb(
        self, book: _Book, building: str, unit: str, floors: int, kind: Kind | None
    ) -> tuple[float, By, tuple[str, ...]]:
        if not floors:
            return 0.0, "", ()
        on_foot, lifts = stairs_s(floors), book.lifts_of(building, unit)
        if kind is not None and kind.fire:
            return on_foot, "stairs", ("stairs_fire",) if lifts else ()
        if not lifts:
            return on_foot, "stairs", ("no_lift",) if abs(floors) >= WORTH_SAYING else ()
        running = [one for one in lifts if works(self._state(one)) and not self._out(one)]
        if not running or (kind is not None and kind.category == "lift" and len(running) == 1):
            return on_foot, "stairs", ("lift_out",)  # a ticket about the only lift: do not count on it
        ridden = LIFT_WAIT_S + LIFT_FLOOR_S * abs(floors)
        return (ridden, "lift", ()) if ridden < on_foot else (on_foot, "stairs", ())

    def refresh(self) -> None:
        """Read the store if it changed; whoever calls this each second takes it off those who ask."""
        self._looked_at = self._clock()
        stamp = self._store.stamp()
        if stamp != self._stamp:
            self._stamp = stamp
            self._book = _Book.read(self._store)

    def _current(self) -> _Book:
        if self._clock() - self._looked_at >= LOOK_EVERY_S:
            self.refresh()
        return self._book


def stairs_s(floors: int) -> float:
    """Seconds on foot up so many floors, or down where negative."""
    if floors < 0:
        return -floors * DOWN_S
    return min(floors, BREATH_FLOORS) * UP_S + max(0, floors - BREATH_FLOORS) * BREATHLESS_S


class _Book:
    """Everything as of one moment; immutable after it is made."""

    def __init__(
        self,
        buildings: Iterable[tuple[str, str, str]] = (),
        entrances: Iterable[Feature] = (),
        lifts: Iterable[Feature] = (),
        gates: Iterable[Feature] = (),
    ) -> None:
        #: building → key and name of the compound it is in: gates are registered with one of them
        self.buildings = {id: tuple(dict.fromkeys(one for one in names if one)) for id, *names in buildings}
        self._doors: dict[str, list[tuple[str, Position]]] = {}
        for one in entrances:
            self._doors.setdefault(one.text("building_id"), []).append((_unit(one.text("unit")), position_of(one)))
        self._lifts: dict[str, list[tuple[str, str]]] = {}
        for one in lifts:
            self._lifts.setdefault(one.text("building_id"), []).append((_unit(one.text("unit")), one.id))
        self.gates: dict[str, list[Gate]] = {}
        for one in gates:
            gate = Gate(one.name, position_of(one), one.text("open_hours"), passes(one.props, "walk"))
            self.gates.setdefault(one.text("compound_id") or one.text("compound"), []).append(gate)

    @classmethod
    def read(cls, store: LayerStore) -> _Book:
        # Without their outlines: 100,000 are read in half a second instead of six.
        properties = ((id, json.loads(text)) for id, _, text, *_ in store.rows("buildings"))
        buildings = [(id, str(p.get("compound_id") or ""), str(p.get("compound") or "")) for id, p in properties]
        return cls(buildings, store.features("entrances"), store.features("lifts"), store.features("gates"))

    def entrance(self, building: str, unit: str, where: Position | None) -> Position | None:
        """The door of the unit, else the nearest of the building's doors; None where none is registered."""
        doors = self._doors.get(building, [])
        wanted = [at for name, at in doors if unit and name == _unit(unit)] or [at for _, at in doors]
        if not wanted:
            return None
        return min(wanted, key=where.metres_to) if where is not None else wanted[0]

    def lifts_of(self, building: str, unit: str) -> list[str]:
        """The lifts of the unit; of the building where the unit is not known or lifts are registered without one."""
        lifts = self._lifts.get(building, [])
        if not unit:
            return [id for _, id in lifts]
        return [id for name, id in lifts if name in ("", _unit(unit))]


def _unit(text: str) -> str:
    """``1单元`` and ``1`` and ``一单元`` are one."""
    text = text.strip().lower().removesuffix("单元").removesuffix("unit").strip()
    digit = "一二三四五六七八九".find(text) + 1 if len(text) == 1 else 0
    return str(digit) if digit else text.lstrip("0")


def _floors(floor: int | None) -> int:
    """How many floors from the ground: the first floor is at the ground, B1 one below."""
    if floor is None or floor in (0, 1):
        return 0
    return floor - 1 if floor > 1 else floor


def _position(where: Place) -> Position | None:
    return Position(lon=where.lon, lat=where.lat) if where.lon is not None and where.lat is not None else None

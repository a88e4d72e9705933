"""What screens show that is not in the log: where phones are, when they were heard, what devices do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from console.native import native
from dispatch.adapters.asset_states import AssetStates
from dispatch.adapters.positions import Fix, Positions
from dispatch.adapters.presence import Presence
from dispatch.approach import NOTHING, Approaches
from dispatch.board import Board
from dispatch.codec import format_time
from dispatch.matching.jobs import position_of
from dispatch.position import Position
from dispatch.ticket import Ticket
from dispatch.travel import Travel

Row = dict[str, Any]

#: states in which a socket takes a bike, and in which a device does not speak
FREE = frozenset({"free", "idle", "available"})
SILENT = frozenset({"offline", "off", "unknown"})
#: on the way: a live estimate is worth computing
MOVING = frozenset({"acknowledged", "en_route"})
#: A phone that is heard often is not news each second.
HEARD_AGAIN = timedelta(seconds=10)


class Telemetry:
    """Adds telemetry to rows and figures, and tells which workers moved since the last question.

    ``approach`` says what comes after the street and ``paces`` how fast each walks, as for the ranking: what is left of
    a way ends where the offer's estimate ended, at the flat.
    """

    def __init__(
        self,
        positions: Positions,
        presence: Presence,
        asset_states: AssetStates,
        travel: Travel | None = None,
        approach: Approaches | None = None,
        paces: Callable[[], Mapping[str, float]] = dict,
    ) -> None:
        self._positions, self._presence, self._asset_states = positions, presence, asset_states
        self._travel, self._approach, self._paces = travel, approach, paces
        self._told: dict[str, tuple[Fix, datetime | None]] = {}
        self._figures: tuple[int, dict[str, int]] = (-1, {})

    # --- rows and figures ---------------------------------------------------------------------

    def decorate(self, table: str, row: Row) -> Row:
        """A worker's row with ``lon lat fix_at accuracy_m seen_at``; any other row as it is."""
        if table != "workers":
            return row
        fix, sighting = self._positions.get(row["id"]), self._presence.get(row["id"])
        row["seen_at"] = format_time(sighting.at) if sighting else None
        return row | _place(fix) | {"fix_source": fix.source} if fix else row

    def figures(self) -> dict[str, int]:
        """``sockets_free sockets_total devices_online devices_total``, of the assets that ever told their state."""
        revision, figures = self._figures
        if revision != self._asset_states.revision:
            figures = self._count()
            self._figures = self._asset_states.revision, figures
        return figures

    def _count(self) -> dict[str, int]:
        states = self._asset_states.all().values()
        sockets = [one for one in states if one.socket is not None]
        devices = [one for one in states if one.socket is None]
        return {
            "sockets_free": sum(one.state in FREE for one in sockets),
            "sockets_total": len(sockets),
            "devices_online": sum(one.state not in SILENT for one in devices),
            "devices_total": len(devices),
        }

    # --- who moved ----------------------------------------------------------------------------

    def moved(self, board: Board) -> list[list[Any]]:
        """Items of the ``positions`` message: [worker_id, lon, lat, fix_at, accuracy_m, eta_s | null, seen_at, source]
        (``gps``, ``checkin`` by QR, ``desk``)."""
        fixes = self._positions.all()
        fresh = [fix for worker_id, fix in fixes.items() if worker_id in board.workers and self._is_news(fix)]
        etas = self.etas(board, fresh)
        return [self._item(fix, etas.get(fix.worker_id)) for fix in fresh]

    def _is_news(self, fix: Fix) -> bool:
        sighting = self._presence.get(fix.worker_id)
        seen_at = sighting.at if sighting else None
        told, told_at = self._told.get(fix.worker_id, (None, None))
        heard = seen_at is not None and (told_at is None or seen_at - told_at >= HEARD_AGAIN)
        if told != fix or heard:
            self._told[fix.worker_id] = fix, seen_at
            return True
        return False

    def _item(self, fix: Fix, eta_s: float | None) -> list[Any]:
        seen_at = self._told[fix.worker_id][1]
        place = _place(fix)
        eta = None if eta_s is None else round(eta_s)
        return [fix.worker_id, *place.values(), eta, format_time(seen_at) if seen_at else None, fix.source]

    def etas(self, board: Board, fixes: list[Fix]) -> dict[str, float]:
        """Seconds left for those on their way, from where they are now to the flat: the street at their own pace, then
        gate and stairs or lift."""
        goals: dict[Position, list[Fix]] = {}
        after: dict[str, float] = {}
        for fix in fixes:
            ticket = _ticket(board, fix.worker_id)
            where = position_of(ticket.where) if ticket else None
            if ticket is None or where is None:
                continue
            way = self._approach(ticket.where, board.kinds.get(ticket.kind)) if self._approach else NOTHING
            goals.setdefault(way.entrance or where, []).append(fix)
            after[fix.worker_id] = way.seconds
        if self._travel is None or not goals:
            return {}
        paces, walks = self._paces(), native(_walk, self._travel.to, goals)
        return {id: walk * paces.get(id, 1.0) + after[id] for id, walk in walks.items()}


def _walk(to: Callable[..., Any], goals: dict[Position, list[Fix]]) -> dict[str, float]:
    found: dict[str, float] = {}
    for goal, fixes in goals.items():
        legs = to(goal, [fix.position for fix in fixes])
        found |= {fix.worker_id: leg.eta_s for fix, leg in zip(fixes, legs, strict=True) if leg is not None}
    return found


def _ticket(board: Board, worker_id: str) -> Ticket | None:
    """The one he is on the way to."""
    work = board.work_of(worker_id)
    return board.tickets.get(work[0].ticket_id) if work and work[0].stage in MOVING else None


def _place(fix: Fix) -> Row:
    return {
        "lon": fix.position.lon,
        "lat": fix.position.lat,
        "fix_at": format_time(fix.at),
        "accuracy_m": fix.accuracy_m,
    }

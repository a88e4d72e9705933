"""A console without sockets: memory log, the real gate, the real API."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from console import access as access_package
from console.access.access import Access
from console.api import table
from console.bootstrap import Services
from console.live.feed import Feed
from console.photos import Photos
from console.ranking import Ranker
from console.settings import Settings
from dispatch.actor import Actor
from dispatch.adapters.asset_states import AssetStates
from dispatch.adapters.limits import RateLimits
from dispatch.adapters.memory_log import MemoryLog
from dispatch.adapters.paces import Paces
from dispatch.adapters.positions import Fix, Positions
from dispatch.adapters.presence import Presence
from dispatch.adapters.redis_bell import Bell
from dispatch.adapters.redis_client import RedisClient
from dispatch.approach import lifts_out
from dispatch.board import Board
from dispatch.commands import Command, DefineKind, RegisterWorker, SetPolicy, SignOn
from dispatch.dispatcher import Dispatcher, Request
from dispatch.position import Position
from dispatch.projections.kpi import kpis
from dispatch.travel.crow_flies import CrowFlies
from layers.approach import ApproachBook
from layers.gazetteer import Gazetteer
from layers.store import LayerStore
from layers.tiles import TileStore

ADMIN = Actor("admin", "test")
HERE = Position(lon=111.0031, lat=35.0302)
KINDS = (
    {"id": "smoke", "zh": "烟感火警", "en": "Smoke", "category": "fire", "severity": "extreme", "auto": True,
     "arrive_min": 3, "finish_min": 30, "check": "yes", "fire": True},
    {"id": "intrusion", "zh": "入侵", "en": "Intrusion", "category": "order", "severity": "moderate",
     "opens": "dispatcher"},
    {"id": "water_leak", "zh": "漏水", "en": "Water leak", "category": "pipes", "severity": "moderate"},
)  # fmt: skip


class StraightRelay:
    """Follows the log when it is read: the feed without its greenlet and sockets."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self.feed = Feed(Board(log.district), log.head().epoch)
        self.epoch = self.feed.epoch
        self.ready = True

    @property
    def board(self) -> Board:
        self.feed.apply(self._log.read(self.feed.board.seq))
        return self.feed.board

    def wait_for(self, seq: int, seconds: float) -> bool:
        return self.board.seq >= seq

    def snapshot(self, view: str) -> dict[str, Any]:
        board = self.board
        head = {"district": self._log.district, "epoch": self.epoch, "seq": board.seq, "at": 0}
        return {**head, **self.feed.snapshot(view), "kpis": kpis(board, datetime.now(UTC))}

    def snapshot_json(self, view: str) -> str:
        return json.dumps(self.snapshot(view))

    def deltas(self, view: str, epoch: str, after: int) -> dict[str, Any]:
        _ = self.board
        return self.feed.deltas(view, epoch, after)


@dataclass
class Console:
    """One application and what a test needs of it."""

    app: Flask
    services: Services

    def run(self, command: Command, actor: Actor = ADMIN) -> Any:
        name = f"{type(command).__name__}-{self.services.log.head().seq}-{id(command)}"
        return self.services.dispatcher.submit(Request(actor, name, command))

    def client(self, token: str = "") -> FlaskClient:
        made = self.app.test_client()
        if token:
            made.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
        return made

    def worker(self, worker_id: str, east_m: float, *, on: bool = True) -> None:
        """A worker so many metres east of the place, on duty, with a phone."""
        self.run(RegisterWorker(worker_id=worker_id, name=f"网格员{worker_id}", phone="13812345678"))
        if on:
            self.run(SignOn(), Actor("worker", worker_id))
        at = datetime.now(UTC)
        place = Position(lon=HERE.lon + east_m / 91_000, lat=HERE.lat)
        self.services.positions.put([Fix(worker_id, place, at, 5.0, at)])
        self.services.presence.seen(worker_id, at)
        self.services.access.tokens.make("worker", worker_id, "phone", "test", secret=f"token-{worker_id}")


def make_console(tmp_path: Path) -> Console:
    """A whole console in this process, its home in ``tmp_path``."""
    settings = Settings(home=tmp_path)
    log = MemoryLog(settings.district)
    redis = RedisClient(None)
    positions, clock = Positions(), lambda: datetime.now(UTC)
    store, travel, paces, states = LayerStore(tmp_path), CrowFlies(), Paces(), AssetStates()
    approach = ApproachBook(store, states.word, clock, out=lambda id: id in lifts_out(services.board))
    services = Services(
        settings=settings,
        catalogue={},
        log=log,
        dispatcher=Dispatcher(log),
        positions=positions,
        presence=Presence(),
        asset_states=states,
        limits=RateLimits(redis, settings.district),
        redis=redis,
        bell=Bell(redis, settings.district),
        travel=travel,
        paces=paces,
        approach=approach,
        gazetteer=Gazetteer(store),
        layers=store,
        tiles=TileStore(store),
        access=Access(settings),
        history=None,
        photos=Photos(tmp_path / "photos"),
        ranker=Ranker(positions.all, travel, clock, approach=approach, paces=paces.factors),
        clock=clock,
        relay=StraightRelay(log),
    )
    app = Flask("console", static_folder=None)
    app.config.update(MAX_CONTENT_LENGTH=256 * 1024, TESTING=True)
    app.extensions["shaodao"] = services
    access_package.install(app, settings, services.access, services.limits)
    app.register_blueprint(table.blueprint())
    made = Console(app, services)
    for kind in KINDS:
        made.run(DefineKind(kind=dict(kind)))
    made.run(SetPolicy(auto_dispatch=True))
    for machine in ("source", "display"):
        services.access.machines.add(machine, f"demo-{machine}", {}, "test", secret=f"demo-{machine}")
    return made

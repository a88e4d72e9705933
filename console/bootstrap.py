"""The only place that names concrete adapters: settings in, one Services out."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any, Literal
from zoneinfo import ZoneInfo

from console import catalogue as kinds_file
from console import metrics, policies, valkey
from console.access.access import Access
from console.access.identity import Identity
from console.native import Lane, native
from console.photos import Photos
from console.ranking import Ranker
from console.settings import Settings
from dispatch.adapters.asset_states import AssetStates
from dispatch.adapters.history_sql import History
from dispatch.adapters.limits import RateLimits
from dispatch.adapters.looks import Looks
from dispatch.adapters.paces import Paces
from dispatch.adapters.positions import Positions
from dispatch.adapters.presence import Presence
from dispatch.adapters.proposals import Proposals
from dispatch.adapters.redis_bell import Bell
from dispatch.adapters.redis_client import RedisClient
from dispatch.adapters.redis_mirror import RedisMirror
from dispatch.adapters.sql_log import SqlLog
from dispatch.approach import LiftsOut
from dispatch.board import Board
from dispatch.dispatcher import Dispatcher
from dispatch.kind import Kind
from dispatch.travel.current import CurrentTravel
from layers.approach import ApproachBook
from layers.gazetteer import Gazetteer
from layers.risk import Risks
from layers.store import LayerStore
from layers.tiles import TileStore

log_ = logging.getLogger(__name__)
Role = Literal["web", "engine", "intake"]


@dataclass(slots=True)
class Services:
    """Everything a view, a socket, the engine or a command works with. One a process."""

    settings: Settings
    catalogue: dict[str, Kind]
    log: Any
    dispatcher: Dispatcher
    positions: Positions
    presence: Presence
    asset_states: AssetStates
    limits: RateLimits
    redis: RedisClient
    bell: Bell
    travel: Any
    paces: Paces
    approach: ApproachBook
    gazetteer: Gazetteer
    layers: LayerStore
    tiles: TileStore
    access: Access
    history: Any
    photos: Photos
    ranker: Ranker
    clock: Callable[[], datetime]
    proposals: Proposals = field(default_factory=Proposals)
    looks: Looks = field(default_factory=Looks)
    relay: Any = None
    stopping: bool = False
    closers: list[Callable[[], None]] = field(default_factory=list)

    @property
    def board(self) -> Board:
        """What screens show: the relay's board, or the writer's where there is no relay."""
        board: Board = self.relay.board if self.relay is not None else self.dispatcher.board
        return board

    def looked_at(self, who: Identity, what: str, subject: str) -> None:
        """Somebody read personal data in full: who, what, when."""
        self.access.audit.record(who.actor, f"{what}_shown", subject)

    def not_ready(self) -> list[str]:
        """What is wrong, in words; empty when ready."""
        if self.stopping:
            return ["shutting down"]
        try:
            native(self.log.head)
        except Exception as problem:  # whatever it is, the answer to "ready?" is no
            return [f"log: {type(problem).__name__}"]
        return [] if self.relay is None or self.relay.ready else ["relay: behind the log"]

    def measure(self) -> None:
        """Bring the figures of /metrics up to date that nobody pushes."""
        metrics.REDIS_UP.set(self.redis.healthy)
        metrics.LOG_HEAD.set(native(self.log.head).seq)

    def close(self) -> None:
        """Finish what is queued and let go of everything, in reverse order of making."""
        self.stopping = True
        for closer in reversed(self.closers):
            try:
                closer()
            except Exception:
                log_.exception("closing %s", closer)


def build(settings: Settings, role: Role) -> Services:
    """Connect to everything. Raises LogUnavailable, SettingsError."""
    settings.home.mkdir(parents=True, exist_ok=True)
    access = Access(settings)
    access.check_bind()
    log = SqlLog(settings.database_url, settings.district)
    redis = RedisClient(settings.redis_url or _bundled(settings))
    positions, presence, asset_states, proposals = Positions(), Presence(), AssetStates(), Proposals()
    paces, looks = Paces(), Looks()
    mirror = RedisMirror(redis, settings.district, (positions, presence, asset_states, proposals, paces, looks))
    bell = Bell(redis, settings.district)
    lane = Lane()
    dispatcher = Dispatcher(log, run=lane.run, committed=bell.ring)
    dispatcher.open()
    travel = _travel(settings)
    store = LayerStore(settings.home)
    gazetteer = Gazetteer(store)
    clock, zone = _now, ZoneInfo(settings.timezone)
    approach = ApproachBook(
        store, asset_states.word, lambda: clock().astimezone(zone), out=LiftsOut(lambda: services.board)
    )
    services = Services(
        settings=settings,
        catalogue=kinds_file.read() if kinds_file.PATH.exists() else {},
        log=log,
        dispatcher=dispatcher,
        positions=positions,
        presence=presence,
        asset_states=asset_states,
        limits=RateLimits(redis, settings.district),
        redis=redis,
        bell=bell,
        travel=travel,
        paces=paces,
        approach=approach,
        gazetteer=gazetteer,
        layers=store,
        tiles=TileStore(store),
        access=access,
        history=History(_history_url(settings), settings.district),
        photos=Photos(settings.home / "photos"),
        ranker=Ranker(
            positions.all,
            travel,
            clock,
            policies.default(),
            approach,
            paces.factors,
            extent=gazetteer.extent,
            risks=Risks(store),
        ),
        clock=clock,
        proposals=proposals,
        looks=looks,
    )
    mirror.start()
    bell.start()
    if role == "web":
        _follow(services)
    services.closers += [
        log.close,
        services.history.close,
        redis.close,
        mirror.stop,
        bell.stop,
        access.stop,
        dispatcher.close,
    ]
    return services


def _follow(services: Services) -> None:
    """What only a web process has: the relay, and an ear for what other processes revoked."""
    from console.live.telemetry import Telemetry
    from console.relay import Relay

    ranker = services.ranker
    telemetry = Telemetry(
        services.positions, services.presence, services.asset_states,
        services.travel, ranker.approach_of, ranker.paces,
    )  # fmt: skip
    services.relay = Relay(
        services.log, telemetry, clock=services.clock, redis_state=lambda: services.redis.state, build=_build()
    )
    services.bell.listen(services.relay.poke)
    Thread(target=services.access.watch, name="revocations", daemon=True).start()


def _build() -> str:
    """What this program is: screens that were loaded from another one reload themselves."""
    files = (Path(__file__).parents[1] / "assets").rglob("*.*")
    return f"{version('shaodao')}-{max(int(file.stat().st_mtime) for file in files):x}"


def _travel(settings: Settings) -> Any:
    """Our own roads, behind a routing server where one is set."""
    own = CurrentTravel(settings.home / "roads.npz", zone=ZoneInfo(settings.timezone))
    if settings.router_url is None:
        return own
    from dispatch.travel.remote import RemoteTravel, router

    return RemoteTravel(router(settings.router_url), own)


def _now() -> datetime:
    return datetime.now(UTC)


def _bundled(settings: Settings) -> str | None:
    """The Valkey child's socket, where this machine has a binary for it."""
    return valkey.url(settings.home) if valkey.binary() is not None else None


def _history_url(settings: Settings) -> str:
    """A file of its own beside SQLite, so that rebuilding it never holds the log's lock."""
    if settings.database_url.startswith("sqlite"):
        return f"sqlite:///{settings.home / 'history.db'}"
    return settings.database_url


def clockworks(services: Services) -> tuple[Any, ...]:
    """What is stepped with the engine: the planner, the rounds, and the demo's simulator in a home that plays one."""
    from console import demo
    from console.planner.watch import Planner
    from console.rounds.watch import RoundWatch

    return (*demo.clockworks(services), Planner(services), RoundWatch(services))

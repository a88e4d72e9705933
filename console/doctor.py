"""What is wrong with this installation, in words: each finding is a line, and says what to do."""

from __future__ import annotations

import os
import shutil
import ssl
from collections.abc import Callable, Iterator

from console import doctor_files as files
from console import valkey
from console.finding import Finding, Level
from console.settings import Settings

#: below this share of free disk imports and photos should stop
LEAST_FREE = 0.05


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, in the order in which one would look."""
    yield from _settings(settings)
    for look in CHECKS:
        try:
            yield from look(settings)
        except Exception as problem:  # a doctor that faints helps nobody
            yield Finding("wrong", f"{look.__name__.strip('_')}: {type(problem).__name__}: {problem}")


def _settings(settings: Settings) -> Iterator[Finding]:
    for name in settings.unknown:
        yield Finding("note", f"{name} is set, but is no setting of ours: a slip of the pen?")
    if not settings.secure and not settings.is_loopback:
        yield Finding("wrong", "others reach it by plain http: phones get no position and no camera; set a certificate")
    elif not settings.secure:
        yield Finding(
            "note", "plain http on loopback: phones elsewhere cannot reach it, and need https for their position"
        )


def _home(settings: Settings) -> Iterator[Finding]:
    settings.home.mkdir(parents=True, exist_ok=True)
    if not os.access(settings.home, os.W_OK):
        yield Finding("wrong", f"{settings.home} cannot be written by this user")
    disk = shutil.disk_usage(settings.home)
    free = disk.free / disk.total
    level: Level = "wrong" if free < LEAST_FREE else "good"
    yield Finding(level, f"{settings.home}: {disk.free // 2**20} MB free ({free:.0%})")


def _sqlite(settings: Settings) -> Iterator[Finding]:
    if not settings.database_url.startswith("sqlite"):
        return
    from dispatch.adapters.sql_engine import sqlite_module

    yield Finding("good", f"SQLite {sqlite_module().sqlite_version} (3.51.3 or newer is needed: WAL corruption before)")


def _log(settings: Settings) -> Iterator[Finding]:
    from dispatch.adapters.sql_log import SqlLog

    log = SqlLog(settings.database_url, settings.district)
    try:
        head = log.head()
        yield Finding("good", f"log of district {settings.district}: {head.seq} events, epoch {head.epoch[:8]}")
    finally:
        log.close()


def _redis(settings: Settings) -> Iterator[Finding]:
    from dispatch.adapters.redis_client import RedisAway, RedisClient

    if settings.redis_url is None and valkey.binary() is None:
        yield Finding("note", "no Redis and no bundled Valkey for this machine: positions live in each process only")
        return
    client = RedisClient(settings.redis_url or valkey.url(settings.home))
    try:
        client.call(lambda server: server.ping())
        yield Finding("good", "Redis answers")
    except RedisAway as away:
        level: Level = "wrong" if settings.redis_url else "note"
        yield Finding(level, f"Redis does not answer ({away})" + ("" if settings.redis_url else "; is it running?"))
    finally:
        client.close()


def _map(settings: Settings) -> Iterator[Finding]:
    from layers.store import LayerStore

    counts = {name: meta.count for name, meta in LayerStore(settings.home).layers().items()}
    if not counts.get("buildings"):
        yield Finding("wrong", "no buildings: `shaodao import osm FILE`, or `shaodao demo`")
        return
    yield Finding("good", ", ".join(f"{name} {count}" for name, count in counts.items() if count))
    if not counts.get("grids"):
        yield Finding("note", "no grids: `shaodao grids cut`")
    yield from _roads(settings)
    if not any((settings.home / "tiles").glob("*.pmtiles")):
        yield Finding("wrong", "no tiles: the map stays empty; import the layers again")


def _roads(settings: Settings) -> Iterator[Finding]:
    from layers import network

    made = network.state(settings.home)
    if made is not None and made.is_too_large:
        limit = f"{network.MOST_EDGES:,}"
        yield Finding("wrong", f"{made.edges:,} edges of roads, more than {limit}: distances are as the crow flies")
        return
    if not (settings.home / network.FILE).exists() or made is None:
        yield Finding("note", "no road network: distances are as the crow flies")
        return
    yield Finding("good", f"road network: {made.km:g} km, {made.nodes} nodes, {made.edges} edges")
    if made.islands:
        yield Finding(
            "note",
            f"{made.islands} parts of it ({made.islands_km:g} km, {made.islanders} buildings) cannot be walked to: "
            "gaps between roads, or gates that never open",
        )


def _basemap(settings: Settings) -> Iterator[Finding]:
    if settings.basemap_url is None:
        return
    from console.basemap_proxy.draw import compose
    from console.basemap_proxy.fetch import Away, Upstream
    from layers.online import cut

    upstream, middle = Upstream(settings.basemap_url), cut(6, 51, 25, settings.basemap_datum or "wgs84")
    try:
        compose(middle, [upstream.get(6, x, y) for _, _, x, y in middle.tiles])
        yield Finding("good", f"online basemap: {upstream.host} answers, read as {settings.basemap_datum}")
    except Away as away:
        yield Finding("note", f"online basemap: {upstream.host} {away}; the map goes on without it")


def _certificate(settings: Settings) -> Iterator[Finding]:
    if settings.tls_cert is None or settings.tls_key is None:
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(settings.tls_cert, settings.tls_key)
    yield Finding("good", "certificate and key fit each other")


def _accounts(settings: Settings) -> Iterator[Finding]:
    from console.access.access import Access

    access = Access(settings)
    people = access.accounts.all()
    if not any(one.role == "admin" for one in people):
        yield Finding("wrong", "no administrator: `shaodao user add NAME --role admin`")
    if access.accounts.any_demo() or access.tokens.any_demo():
        level: Level = "note" if settings.is_loopback else "wrong"
        yield Finding(level, "demo accounts with public passwords: this home stays on loopback")
    broken = access.audit.verify()
    if broken is not None:
        yield Finding("wrong", f"the audit log was changed at line {broken}")


CHECKS: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
    _home,
    _sqlite,
    _log,
    _redis,
    files.catalogue,
    files.playbooks,
    files.policies,
    _map,
    _basemap,
    _certificate,
    _accounts,
)

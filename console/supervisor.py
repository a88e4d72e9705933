"""One command, several processes: web, engine and the bundled Valkey. They start together and end together."""

from __future__ import annotations

import fcntl
import http.client
import logging
import os
import signal
import ssl
import sys
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from console import valkey
from console.preparation import Preparation
from console.settings import Settings
from console.supervised import Child
from dispatch.adapters.waker import Waker

log = logging.getLogger(__name__)

#: how often children are looked at
LOOK_S = 0.1
#: the same while somebody waits for the first answer
STARTING_LOOK_S = 0.05
#: SIGTERM to the end of everything takes at most 5 s; the web process ends itself after 4.5
END_S = 4.8
#: answers of /readyz while starting
READY_TIMEOUT_S = 0.5

ROLES = ("web", "engine")


class AlreadyRunning(Exception):
    """Another supervisor works on this home."""


def run(
    settings: Settings,
    roles: Collection[str] = ROLES,
    *,
    first: Sequence[str] | None = None,
    ready: Callable[[], None] = lambda: None,
) -> int:
    """Start everything, call ``ready`` once the web process answers, and stay until SIGTERM, SIGINT or SIGHUP.

    ``first`` is a command that makes the home ready: processes load beside it and begin when it ends with 0. A child
    that ends is started again; one that cannot live ends all. Returns the exit status: 0 after a signal, 1 when the
    home could not be made ready or a child could not be kept alive. Raises AlreadyRunning.
    """
    with _only_one(settings.home):
        return Supervisor(settings, roles, ready, first).run()


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    home.mkdir(parents=True, exist_ok=True)
    with (home / "supervisor.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(f"another console runs in {home}") from None
        yield


class Supervisor:
    def __init__(
        self, settings: Settings, roles: Collection[str], ready: Callable[[], None], first: Sequence[str] | None = None
    ) -> None:
        self._settings, self._ready = settings, ready
        self._first = Preparation(first, {**os.environ, **environment(settings)}) if first else None
        self._waker = Waker()
        self._told = False
        self._children = list(children(settings, roles))
        self._awaiting = "web" in roles

    def run(self) -> int:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._tell)
        try:
            return self._start() or self._watch()
        finally:
            self._end()

    def _tell(self, _number: int, _frame: FrameType | None) -> None:
        self._told = True
        self._waker.wake()

    def _start(self) -> int:
        """The web process loads longest, so it does beside the preparation; the engine would only be in their way."""
        first, later = self._first, []
        if first:
            first.start()
        for child in self._children:
            if first and child.name not in ("web", "valkey"):
                later.append(child)
            else:
                child.start(after=first if child.name == "web" else None)
        while first and not self._told and not first.over():
            self._waker.wait(STARTING_LOOK_S)
            if first.failed:
                return 1
        for child in later if not self._told else ():
            child.start()
        return 0

    def _watch(self) -> int:
        while not self._told:
            self._waker.wait(STARTING_LOOK_S if self._awaiting else LOOK_S)
            for child in self._children:
                if not child.tend(time.monotonic()):
                    log.error("%s cannot be kept alive", child.name)
                    return 1
            if self._awaiting and not self._told and answers(self._settings):
                self._awaiting = False
                self._ready()
        return 0

    def _end(self) -> None:
        """Processes first, then Valkey: they may still want to say something to it."""
        deadline = time.monotonic() + END_S
        if self._first:
            self._first.end()
        own = [child for child in self._children if child.name != "valkey"]
        for child in own:
            child.signal(signal.SIGTERM)
        for child in own:
            child.end(deadline)
        for child in self._children:
            child.end(0)


def children(settings: Settings, roles: Collection[str]) -> Iterator[Child]:
    """In the order of starting."""
    env = {**os.environ, **environment(settings)}
    bundled = valkey.command(settings.home) if settings.redis_url is None else None
    if bundled is not None:
        yield Child("valkey", bundled, env, how=signal.SIGKILL)
    for role in roles:
        if role not in ROLES:
            log.warning("there is no process for %s yet", role)
        else:
            yield Child(role, [sys.executable, "-m", "console.child", role], env)


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a child's ``Settings.load`` reads them: what the command line decided holds for it too."""
    lists = {
        "SHAODAO_TRUSTED_PROXIES": settings.trusted_proxies,
        "SHAODAO_ALLOWED_ORIGINS": settings.allowed_origins,
    }
    plain = {
        "SHAODAO_HOME": settings.home,
        "SHAODAO_DATABASE_URL": settings.database_url,
        "SHAODAO_REDIS_URL": settings.redis_url,
        "SHAODAO_SECRET_KEY": settings.secret_key,
        "SHAODAO_BIND": settings.bind,
        "SHAODAO_PORT": settings.port,
        "SHAODAO_PUBLIC_URL": settings.public_url,
        "SHAODAO_TLS_CERT": settings.tls_cert,
        "SHAODAO_TLS_KEY": settings.tls_key,
        "SHAODAO_DISTRICT": settings.district,
        "SHAODAO_LOCALE": settings.locale,
        "SHAODAO_TIMEZONE": settings.timezone,
    }
    found = {name: str(value) for name, value in plain.items() if value is not None}
    found |= {name: ",".join(map(str, values)) for name, values in lists.items() if values}
    # the secret came from the file already, and both together are refused
    return found | ({"SHAODAO_SECRET_KEY_FILE": ""} if settings.secret_key else {})


def answers(settings: Settings) -> bool:
    """Whether /readyz says 200."""
    host = "127.0.0.1" if settings.any_address else settings.bind
    connection: http.client.HTTPConnection
    if settings.tls_cert:
        unverified = ssl._create_unverified_context()  # our own server on our own machine
        connection = http.client.HTTPSConnection(host, settings.port, timeout=READY_TIMEOUT_S, context=unverified)
    else:
        connection = http.client.HTTPConnection(host, settings.port, timeout=READY_TIMEOUT_S)
    try:
        connection.request("GET", "/readyz", headers={"Host": sorted(settings.trusted_hosts)[0]})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

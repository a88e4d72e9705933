"""All of access in one object: who may come in, what they hold, and how it ends."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Engine

from console.access.accounts import Account, Accounts
from console.access.audit import Audit
from console.access.clock import Clock, utc_now
from console.access.cookies import Cookies
from console.access.csrf import Csrf
from console.access.database import Database, engine_for
from console.access.demo import seed
from console.access.enrolments import Enrolments
from console.access.hashing import new_secret
from console.access.identifier import Identifier
from console.access.identity import NOBODY, Identity
from console.access.machines import Machines
from console.access.revocations import Revocations
from console.access.sessions import Sessions
from console.access.standing import Standing
from console.access.throttle import Throttle
from console.access.tokens import Tokens
from console.problems import Problem
from console.settings import Settings

log = logging.getLogger(__name__)


class Access:
    """Made once a process by bootstrap. Thread and greenlet safe; all SQL and argon2 run in native threads."""

    def __init__(self, settings: Settings, engine: Engine | None = None, clock: Clock = utc_now) -> None:
        self.settings, self._clock = settings, clock
        self.database = Database(engine or engine_for(settings.database_url))
        self.database.create()
        self.audit = Audit(self.database, clock)
        self.revocations = Revocations(self.database, clock)
        self.accounts = Accounts(self.database, self.audit, self.revocations, clock, settings.district)
        self.standing = Standing(self.database, self.audit)
        self.sessions = Sessions(self.database, self.revocations, clock)
        self.tokens = Tokens(self.database, self.audit, self.revocations, clock)
        self.machines = Machines(self.database, self.audit, self.tokens, clock)
        self.enrolments = Enrolments(self.database, self.audit, self.tokens, clock)
        self.throttle = Throttle(self.database, clock)
        self.cookies = Cookies(settings.secure)
        self.csrf = Csrf(secret_of(settings))
        self._turned_away: dict[str, float] = {}
        self._identifier = Identifier(self, clock)
        self.revocations.listen(self._identifier.forget)

    # --- who is asking ------------------------------------------------------------------------

    def identify(
        self, headers: Mapping[str, str], cookies: Mapping[str, str], auth_token: str | None = None
    ) -> Identity:
        """Who sent these; NOBODY when nobody we know. Of use to HTTP and to Socket.IO's connect alike: ``auth_token``
        is its ``auth["token"]``. A token that is wrong is nobody, even beside a good cookie."""
        return self._identifier.identify(headers, cookies, auth_token)

    def is_current(self, identity: Identity) -> bool:
        """Still who it was when its socket connected (at most 2 s old): asked on each message of a socket."""
        return self._identifier.is_current(identity)

    def keep(self, identity: Identity) -> bool:
        """A socket of theirs is open, so they are not idle: a desk that only watches stays signed in through a quiet
        night, up to the 12 hours. False when it is over and the socket must be cut. Ask about once a minute."""
        if identity.session_id and (session := self.sessions.get(identity.session_id)):
            self.sessions.touch(session)
        return self.is_current(identity)

    def on_revoke(self, listener: Callable[[str], None]) -> None:
        """``listener(key)``: cut every socket whose ``identity.keys`` holds the key."""
        self.revocations.listen(listener)

    # --- coming and going ---------------------------------------------------------------------

    def sign_in(self, name: str, password: str, address: str = "") -> tuple[str, Account]:
        """A new session's secret and whose it is. Raises Problem: sign_in_failed, too_many_requests."""
        folded = name.strip()[:64]
        self.throttle.check(folded.casefold(), address)
        account = self.accounts.check(name, password)
        if account is None:
            self.throttle.failed(folded.casefold(), address)
            self.audit.record("nobody", "sign_in_failed", folded, address=address)
            raise Problem("sign_in_failed")
        self.throttle.succeeded(folded.casefold(), address)
        secret = self.sessions.open(account.owner, address)
        self.audit.record(account.actor, "sign_in", account.name, address=address)
        return secret, account

    def sign_out(self, identity: Identity, address: str = "") -> None:
        if identity.session_id:
            self.sessions.close(identity.session_id)
            self.audit.record(identity.actor, "sign_out", identity.name, address=address)

    def show_display(self, token: str, address: str = "") -> str | None:
        """A wall's session for its token; None when the token is none."""
        found = self.tokens.find(token)
        if found is None or found.kind != "display":
            return None
        self.audit.record(f"display:{found.owner_id}", "display_shown", found.owner_id, address=address)
        return self.sessions.open(f"token:{found.id}", address)

    def enrolment_link(self, worker_id: str, by: str) -> str:
        """A one-time link for one phone, a day long."""
        code = new_secret()
        self.enrolments.make(worker_id, code, by)
        return f"{self.settings.public_url}/p/#enrol={code}"

    def turned_away(self, identity: Identity, what: str, address: str = "") -> None:
        """Into the audit, once a minute for the same: a page that polls must not fill it."""
        key, now = f"{identity.actor} {what[:150]}", self._clock().timestamp()
        if now - self._turned_away.get(key, 0.0) < 60:
            return
        if len(self._turned_away) > 1000:
            self._turned_away.clear()
        self._turned_away[key] = now
        self.audit.record(identity.actor, "forbidden", what, address=address)

    # --- the demo -----------------------------------------------------------------------------

    def seed_demo(self) -> None:
        """The accounts and tokens of contracts.md §4. Raises SettingsError when the console is not on loopback."""
        self.settings.refuse_demo()
        seed(self)

    def check_bind(self) -> None:
        """Raises SettingsError when the home holds demo accounts and others could reach them."""
        if not self.settings.is_loopback and (self.accounts.any_demo() or self.tokens.any_demo()):
            self.settings.refuse_demo()

    def watch(self) -> None:
        """Hears what other processes revoked; runs until ``stop``, in a greenlet or thread of its own."""
        self.revocations.watch()

    def stop(self) -> None:
        self.revocations.stop()


def secret_of(settings: Settings) -> str:
    """The installation's secret; on loopback one is made and kept in the home, readable by its owner alone."""
    if settings.secret_key:
        return settings.secret_key
    path = Path(settings.home) / "secret.key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(new_secret())
    return path.read_text().strip()


__all__ = ["NOBODY", "Access", "Identity"]

"""From a cookie or a token to an identity, remembered for two seconds: an intake of 300 alerts/s asks 300 times."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from console.access.clock import Clock
from console.access.hashing import digest
from console.access.identity import NOBODY, Identity
from console.access.sessions import Session
from console.access.tokens import Token
from console.problems import Problem
from dispatch.errors import NotFound

if TYPE_CHECKING:
    from console.access.access import Access

log = logging.getLogger(__name__)

#: what another process revoked is seen after at most this; what this one revoked, at once
REMEMBERED_S = 2.0
#: more are guesses: forgotten all at once
_MOST = 10_000


class Identifier:
    def __init__(self, access: Access, clock: Clock) -> None:
        self._access, self._clock = access, clock
        self._known: dict[str, tuple[float, Identity]] = {}
        self._generation = 0
        self._lock = threading.Lock()

    def identify(self, headers: Mapping[str, str], cookies: Mapping[str, str], auth_token: str | None) -> Identity:
        """A token first, then the person's session, then the display's: a wall opened by an administrator is a wall
        again when the administrator's session ends."""
        names = self._access.cookies
        scheme, _, bearer = (headers.get("Authorization") or "").partition(" ")
        if auth_token or scheme.lower() == "bearer":
            return self._remembered(auth_token or bearer.strip(), self._by_token)
        for cookie in (names.session, names.display):
            identity = self._remembered(cookies.get(cookie), self._by_session)
            if identity.known:
                return identity
        return NOBODY

    def is_current(self, identity: Identity) -> bool:
        """Its session or token still stands, with the same role and the same limits."""
        key = f"{identity.session_id}|{identity.token_id}"
        return self._remembered(key, lambda _: self._again(identity)) == identity

    def forget(self, key: str) -> None:
        """The listener of revocations: nobody that holds the key is remembered."""
        with self._lock:
            self._generation += 1
            self._known = {k: (at, one) for k, (at, one) in self._known.items() if key not in one.keys}

    def _remembered(self, secret: str | None, resolve: Callable[[str], Identity]) -> Identity:
        if not secret:
            return NOBODY
        hashed, now = digest(secret), self._clock().timestamp()
        with self._lock:
            at, identity = self._known.get(hashed, (float("-inf"), NOBODY))
            generation = self._generation
        if now - at < REMEMBERED_S:
            return identity
        identity = resolve(secret)
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            if generation == self._generation:  # else something was revoked while we looked
                self._known[hashed] = (now, identity)
        return identity

    def _by_token(self, secret: str) -> Identity:
        token = self._access.tokens.find(secret)
        return self._of_token(token) if token else NOBODY

    def _by_session(self, secret: str) -> Identity:
        session = self._access.sessions.find(secret)
        return self._of_session(session) if session else NOBODY

    def _again(self, identity: Identity) -> Identity:
        try:
            if identity.session_id:
                session = self._access.sessions.get(identity.session_id)
                return self._of_session(session) if session else NOBODY
            token = self._access.tokens.get(identity.token_id or "")
        except NotFound:
            return NOBODY
        return self._of_token(token) if token.is_live(self._clock().timestamp()) else NOBODY

    def _of_session(self, session: Session) -> Identity:
        self._touched(lambda: self._access.sessions.touch(session))
        if session.is_display:
            token = self._access.tokens.get(session.owner.partition(":")[2])
            live = token.is_live(self._clock().timestamp())
            return self._of_token(token, session.id) if live else NOBODY
        return self._of_account(session.owner.partition(":")[2], session_id=session.id)

    def _of_token(self, token: Token, session_id: str | None = None) -> Identity:
        self._touched(lambda: self._access.tokens.touch(token))
        if token.kind == "user":
            return self._of_account(token.owner_id, token_id=token.id)
        limits = self._limits_of(token)
        if limits is None:
            return NOBODY
        return Identity(
            kind=token.kind,
            name=token.owner_id,
            role=token.kind,
            district=self._access.settings.district,
            owner=token.owner,
            worker_id=token.owner_id if token.kind == "worker" else None,
            session_id=session_id,
            token_id=token.id,
            **limits,
        )

    def _limits_of(self, token: Token) -> dict[str, tuple[str, ...] | None] | None:
        """What a source may speak for; None when the source or display was revoked."""
        if token.kind == "worker":
            return {}
        machine = self._access.machines.get(token.owner)
        if machine.revoked_at is not None:
            return None
        return {name: machine.limit(name) for name in ("kinds", "devices")}

    def _of_account(self, account_id: str, session_id: str | None = None, token_id: str | None = None) -> Identity:
        try:
            account = self._access.accounts.get(account_id)
        except NotFound:
            return NOBODY
        if account.disabled_at is not None:
            return NOBODY
        return Identity(
            kind="user",
            name=account.name,
            role=account.role,
            district=account.district,
            owner=account.owner,
            session_id=session_id,
            token_id=token_id,
        )

    def _touched(self, touch: Callable[[], None]) -> None:
        """Last seen is a convenience: a full disk must not keep a known device out."""
        try:
            touch()
        except Problem:
            log.warning("last seen could not be written")

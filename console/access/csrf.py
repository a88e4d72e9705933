"""The value that a page must echo (X-CSRFToken or a form field), since a cookie alone is sent by the browser itself.

Signed and bound to the session: a value planted by a neighbouring host, or from another's session, does not pass."""

from __future__ import annotations

import hashlib
import hmac
import secrets


class Csrf:
    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"csrf|" + secret.encode()).digest()

    def make(self, session_id: str | None) -> str:
        """For this session; for None before signing in."""
        nonce = secrets.token_urlsafe(16)
        return f"{nonce}.{self._seal(nonce, session_id)}"

    def fits(self, value: str | None, session_id: str | None) -> bool:
        """Ours, and of this session."""
        nonce, dot, seal = (value or "").partition(".")
        return bool(dot) and _same(seal, self._seal(nonce, session_id))

    def check(self, cookie: str | None, echoed: str | None, session_id: str | None) -> bool:
        """Cookie and echo are one and the same value, and it is ours."""
        return bool(cookie and echoed) and _same(cookie or "", echoed or "") and self.fits(cookie, session_id)

    def _seal(self, nonce: str, session_id: str | None) -> str:
        return hmac.new(self._key, f"{nonce}|{session_id or ''}".encode(), hashlib.sha256).hexdigest()[:32]


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode("utf-8", "replace"), other.encode("utf-8", "replace"))

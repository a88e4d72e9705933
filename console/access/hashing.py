"""Secrets as we keep them: random ones by SHA-256 (128 bits and more need no salt), passwords by argon2id."""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from console.native import native
from console.problems import Problem

#: OWASP's minimum: 28 ms and 19 MiB each. The library's default takes 128 ms and 64 MiB: four at once would be
#: 256 MiB of the demo's 600.
_ARGON = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
#: at most this many at once, in native threads: memory, and two cores
AT_ONCE = 4
#: longer than this nobody waits in line; the sign-in is refused as busy
_PATIENCE_S = 10

_slots = BoundedSemaphore(AT_ONCE)


@cache
def _nobodys() -> str:
    """Checked for names that do not exist, so that time does not tell."""
    return _ARGON.hash("nobody has this password")


def new_secret() -> str:
    """256 random bits, safe in addresses."""
    return secrets.token_urlsafe(32)


def new_id() -> str:
    return secrets.token_hex(8)


def digest(secret: str) -> str:
    """What stands in the tables for a token, a session or an enrolment code."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _in_line(work: object, *args: str) -> object:
    if not _slots.acquire(timeout=_PATIENCE_S):
        raise Problem("too_many", retry_after=_PATIENCE_S)
    try:
        return native(work, *args)  # type: ignore[arg-type]
    finally:
        _slots.release()


def hash_password(password: str) -> str:
    return str(_in_line(_ARGON.hash, password))


def check_password(stored: str | None, password: str) -> bool:
    """Takes the same time for a wrong password and for no account."""
    return bool(_in_line(_verify, stored or _nobodys(), password)) and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _ARGON.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(stored: str) -> bool:
    """Made with other costs than today's: hash it anew at the next sign-in."""
    return _ARGON.check_needs_rehash(stored)

"""Which passwords we take (ASVS 5.0, 6.2): long enough, not known to everybody, no rules about kinds of characters."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from dispatch.errors import InvalidField

SHORTEST = 8
#: argon2 takes more, but a megabyte in a form is no password
LONGEST = 256


@cache
def _common() -> frozenset[str]:
    return frozenset((Path(__file__).parent / "common_passwords.txt").read_text("utf-8").split())


def check(password: str, name: str) -> str:
    """The password; raises InvalidField that says what would be right."""
    if len(password) < SHORTEST:
        raise InvalidField("password", f"at least {SHORTEST} characters (15 are better)")
    if len(password) > LONGEST:
        raise InvalidField("password", f"at most {LONGEST} characters")
    folded = password.casefold()
    if folded in _common() or len(set(folded)) < 3:
        raise InvalidField("password", "one of the passwords that are tried first")
    if len(name) > 2 and name.casefold() in folded:
        raise InvalidField("password", "holds the account's own name")
    return password

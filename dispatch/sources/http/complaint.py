"""What pydantic complains of, as our own refusal: one field, one reason, and a code for which screens have words."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from dispatch.errors import InvalidField

#: How pydantic names a branch of a union in a path; branches with types of their own have brackets: ``list[date]``.
_BRANCHES = frozenset({"int", "float", "str", "bool", "date", "datetime", "none"})


class Mistyped(InvalidField):
    """``why`` is pydantic's name of it (``extra_forbidden``), ``limits`` what it held: ``{"max_length": 200}``."""

    def __init__(self, field: str, message: str, why: str, limits: dict[str, Any]) -> None:
        super().__init__(field, message)
        self.why, self.limits = why, limits


def field_error(error: ValidationError, prefix: str = "") -> InvalidField:
    """The first complaint, with the path to the field: ``data.labels.zone``. Of the branches of a union the one that
    came farthest, without the branch's name."""
    found = error.errors(include_url=False, include_input=False)
    first = max(_rivals(found), key=lambda one: len(one["loc"]))
    path = ".".join(str(part) for n, part in enumerate(first["loc"]) if not _is_branch(first["loc"], n, found))
    limits = {name: value for name, value in first.get("ctx", {}).items() if name != "error"}
    return Mistyped(prefix + path, first["msg"].removeprefix("Value error, "), first["type"], limits)


def _rivals(found: list[Any]) -> list[Any]:
    """The first complaint and those of the same union's other branches."""
    loc = found[0]["loc"]
    for n in range(1, len(loc)):
        if _is_branch(loc, n, found):
            return [one for one in found if one["loc"][:n] == loc[:n]]
    return found[:1]


def _is_branch(loc: tuple[Any, ...], n: int, found: list[Any]) -> bool:
    """Whether a part of the path is no part of the body. A label may be called ``int``: only where others differ."""
    if loc[n] == "[key]":
        return True
    if n == 0 or not _names_type(loc[n]):
        return False
    beside = {one["loc"][n] for one in found if len(one["loc"]) > n and one["loc"][:n] == loc[:n]}
    return len(beside) > 1 and all(map(_names_type, beside))


def _names_type(part: object) -> bool:
    return isinstance(part, str) and (part in _BRANCHES or ("[" in part and part.endswith("]")))

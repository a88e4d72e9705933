"""Policies by name: the small files of ``data/policies``, and any other file of that form.

A wrong ``default.toml`` costs only itself: the console goes on with the built-in rules and says so."""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args, get_type_hints

from dispatch.errors import InvalidField
from dispatch.policy import MOST, Policy

FOLDER = Path(__file__).parent.parent / "data" / "policies"
#: A policy is a page; whatever is larger is something else.
LARGEST = 256 * 1024
#: What would be right, by the code that screens have a sentence for (``desk.plan.note.policy_…``).
RIGHT = {
    "number": f"a number, 0 to {MOST}",
    "bonus": f"a number, -{MOST} to 0: a bonus",
    "flag": "true or false",
    "text": "a text",
    "table": "a table of kind = seconds",
    "kind": "a kind of the catalogue",
}

_LOG = logging.getLogger(__name__)


class BadPolicy(ValueError):
    """A file cannot be used; the message names file and field, and what would be right. ``why`` is a code."""

    def __init__(self, message: str, *, file: str = "", field: str = "", why: str = "file", value: str = "") -> None:
        super().__init__(message)
        self.file, self.field, self.why, self.value = file, field, why, value


def names() -> list[str]:
    """The policies that come with the program, ``default`` first."""
    return sorted((file.stem for file in FOLDER.glob("*.toml")), key=lambda name: (name != "default", name))


def file_of(name: str | Path) -> Path:
    """Where a policy stands: a name of ``names``, or the path of a file (``*.toml``)."""
    return Path(name) if str(name).endswith(".toml") else FOLDER / f"{name}.toml"


def read(name: str | Path) -> Policy:
    """A policy by its name, or by the path of a file (``*.toml``). BadPolicy where there is none, or a wrong one."""
    path = file_of(name)
    if not path.is_file():
        raise BadPolicy(f"no policy {str(name)!r}; there are {', '.join(names())}, or name a file ending in .toml")
    data = _data(path)
    try:
        return Policy.from_mapping({"name": path.stem, **data})
    except InvalidField as error:
        raise _wrong(path.name, data, error) from None


def _data(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > LARGEST:
            raise BadPolicy(f"{path.name}: larger than {LARGEST // 1024} kB", file=path.name)
        return tomllib.loads(path.read_text("utf-8-sig"))
    except UnicodeDecodeError as error:
        message = f"{path.name}: no UTF-8 text, from byte {error.start} on"
    except (tomllib.TOMLDecodeError, OSError, RecursionError) as error:
        message = f"{path.name}: {error}"
    raise BadPolicy(message, file=path.name)


def _wrong(file: str, data: Mapping[str, Any], error: InvalidField) -> BadPolicy:
    """The refusal with the value that stands in the file, and what should."""
    name, _, kind = error.field.partition(".")
    hint = get_type_hints(Policy).get(name)
    if hint is None:
        return BadPolicy(f"{file}: {name}: {error}", file=file, field=name, why="unknown")
    value = data[name][kind] if kind else data[name]
    options = ", ".join(str(one) for one in get_args(hint) if isinstance(one, str))
    why = "choice" if options else _why(name, hint, kind)
    message = f"{file}: {error.field}: {value!r} is wrong; expected {RIGHT.get(why) or f'one of {options}'}"
    return BadPolicy(message, file=file, field=error.field, why=why, value=str(value))


def _why(name: str, hint: Any, kind: str) -> str:
    if hint in (bool, str):
        return "flag" if hint is bool else "text"
    if hint is float or kind:
        return "bonus" if name == "own_grid_s" else "number"
    return "table"


def check_kinds(policy: Policy, kinds: Collection[str], file: str) -> None:
    """BadPolicy for a line of ``service_by_kind`` that no kind of the catalogue will ever ask for."""
    for kind in policy.service_by_kind:
        if kind not in kinds:
            field = f"service_by_kind.{kind}"
            message = f"{file}: {field}: there is no kind {kind!r}; there are {', '.join(sorted(kinds))}"
            raise BadPolicy(message, file=file, field=field, why="kind", value=kind)


@cache
def _begun() -> tuple[Policy, BadPolicy | None]:
    """Read once a process: who changes the file starts the console anew."""
    if not (FOLDER / "default.toml").is_file():
        return Policy(), None
    try:
        return read("default"), None
    except BadPolicy as wrong:
        _LOG.error("policy %s; the built-in rules are used until it is put right", wrong)
        return Policy(), wrong


def default() -> Policy:
    """``default.toml``; the program's own values where the file has been taken away or is wrong."""
    return _begun()[0]


def notes() -> list[dict[str, str]]:
    """What desks are told of the file this process began with: nothing where it is right."""
    wrong = _begun()[1]
    if wrong is None:
        return []
    return [{"code": f"policy_{wrong.why}", "file": wrong.file, "field": wrong.field, "value": wrong.value[:60]}]

"""Policies by name: the small files of ``data/policies``, and any other file of that form."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from dispatch.errors import InvalidField
from dispatch.policy import Policy

FOLDER = Path(__file__).parent.parent / "data" / "policies"


class BadPolicy(ValueError):
    """A file cannot be used; the message names file and field."""


def names() -> list[str]:
    """The policies that come with the program, ``default`` first."""
    return sorted((file.stem for file in FOLDER.glob("*.toml")), key=lambda name: (name != "default", name))


def read(name: str | Path) -> Policy:
    """A policy by its name, or by the path of a file (``*.toml``). BadPolicy where there is none, or a wrong one."""
    path = Path(name) if str(name).endswith(".toml") else FOLDER / f"{name}.toml"
    if not path.is_file():
        raise BadPolicy(f"no policy {str(name)!r}; there are {', '.join(names())}, or name a file ending in .toml")
    try:
        data = tomllib.loads(path.read_text("utf-8"))
        return Policy.from_mapping({"name": path.stem, **data})
    except tomllib.TOMLDecodeError as error:
        raise BadPolicy(f"{path.name}: {error}") from None
    except InvalidField as error:
        raise BadPolicy(f"{path.name}: {error.field}: {error}") from None


@cache
def default() -> Policy:
    """``default.toml``; the program's own values where the file has been taken away."""
    return read("default") if (FOLDER / "default.toml").is_file() else Policy()

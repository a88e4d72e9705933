"""Modules that libraries import and we never use: they load when something is first taken from them.

python-socketio imports its clients and what those need, limits its asynchronous half. Together they are
0.8 s of CPU in a start, and 20 MB. ``importlib.util.LazyLoader`` is the standard library's means for that.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType

#: A program that does use one of these takes it from here, in one thread at a time (LazyLoader before Python 3.12).
UNUSED = frozenset({"limits.aio", "requests", "websocket"})
#: A second client for Valkey: python-socketio takes it when it is there, we talk to Valkey by redis-py.
ABSENT = frozenset({"valkey"})


class Finder:
    """Finds what the path has, and leaves the loading of ``UNUSED`` to their first use."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        if name not in UNUSED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def install() -> None:
    """From now on, in this process."""
    if Finder not in sys.meta_path:
        sys.meta_path.insert(0, Finder)  # type: ignore[arg-type]  # a class with find_spec is all that is asked for

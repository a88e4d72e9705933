"""Work that would stop the loop (SQLite, tiles, routes, argon2, pictures) runs in gevent's native threads."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from gevent import get_hub, monkey

P = ParamSpec("P")
T = TypeVar("T")

_ident = monkey.get_original("_thread", "get_ident")
#: The thread that imports the console is the one that runs the loop.
_LOOP = _ident()


def native(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """``work(*args)`` in a native thread while other greenlets go on. Called directly where gevent is not in charge
    (tests, the engine) or where the thread is a native one already."""
    if not monkey.is_module_patched("threading") or _ident() != _LOOP:
        return work(*args, **kwargs)
    result: T = get_hub().threadpool.apply(work, args, kwargs)
    return result

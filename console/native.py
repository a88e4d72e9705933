"""Work that would stop the loop (SQLite, tiles, routes, argon2, pictures) runs in gevent's native threads."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from typing import Any, ParamSpec, TypeVar

from gevent import get_hub, monkey
from gevent.threadpool import ThreadPool

from dispatch.errors import Refused

P = ParamSpec("P")
T = TypeVar("T")

_ident = monkey.get_original("_thread", "get_ident")
#: The thread that imports the console is the one that runs the loop.
_LOOP = _ident()


def native(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """``work(*args)`` in a native thread while other greenlets go on; it sees neither request nor application. Called
    on the spot where gevent is not in charge (tests, the engine), blind to them all the same, or where the thread is a
    native one already."""
    if not monkey.is_module_patched("threading"):
        return Context().run(work, *args, **kwargs)
    if _ident() != _LOOP:
        return work(*args, **kwargs)
    result, refused = get_hub().threadpool.apply(_refusing, (work, args, kwargs))
    if refused is not None:
        raise refused
    return result  # type: ignore[no-any-return]


def _refusing(work: Callable[..., Any], args: Any, kwargs: Any) -> tuple[Any, Refused | None]:
    """gevent logs whatever is raised in its threads with a traceback: what somebody merely asked wrongly is given back
    and raised outside."""
    try:
        return work(*args, **kwargs), None
    except Refused as refused:
        return None, refused


class Lane:
    """One native thread of its own: work runs in the order it came, and a commit never waits behind a tile."""

    def __init__(self) -> None:
        self._pool: Any = None

    def run(self, work: Callable[[], T]) -> T:
        if not monkey.is_module_patched("threading"):
            return work()
        if self._pool is None:
            self._pool = ThreadPool(1)
        result: T = self._pool.apply(work)
        return result

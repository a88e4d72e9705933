"""A web process hears of a new proposal and tells its desks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gevent

from console.live.herald import milliseconds
from dispatch.adapters.proposals import NOTHING, Proposal, Proposals
from dispatch.codec import format_time

LOOK_S = 0.25


def shown(proposal: Proposal | None) -> dict[str, Any]:
    """As desks are told; without a proposal an empty one."""
    told = proposal or NOTHING
    return {"made_at": format_time(told.at), **told.body}


def tell(proposals: Proposals, emit: Callable[[str, dict[str, Any], str], None]) -> gevent.Greenlet:
    """``plan`` to the room of the desks, whenever there is another one."""

    def look() -> None:
        seen = proposals.revision
        while True:
            gevent.sleep(LOOK_S)
            if proposals.revision != seen:
                seen = proposals.revision
                emit("plan", {"at": milliseconds(), **shown(proposals.latest())}, "desk")

    return gevent.spawn(look)

"""Whose request this is, in the words of the API. The gate (console.access) has let it in already."""

from __future__ import annotations

from typing import cast

from flask import g

from console.access.identity import Identity
from console.problems import Problem
from dispatch.actor import Actor, ActorKind

#: Sit at a desk and may ask the dispatcher's commands.
DISPATCHERS = frozenset({"dispatcher", "supervisor", "admin"})
#: May read what a desk reads.
DESK = DISPATCHERS | {"auditor"}
#: May look at the wall.
WALL = DESK | {"wall", "display"}
WORKER = frozenset({"worker"})
SOURCE = frozenset({"source"})
ADMIN = frozenset({"admin"})
EVERYBODY = WALL | WORKER | SOURCE


def me() -> Identity:
    """Who the gate let in."""
    return cast("Identity", g.identity)


def actor_of(identity: Identity) -> Actor:
    """Who the log will name."""
    return Actor(cast("ActorKind", identity.actor_kind), identity.name)


def view_of(identity: Identity, asked: str | None) -> str:
    """The room whose rows this identity may read; ``asked`` is desk, wall or phone (default: one's own)."""
    mine = "phone" if identity.role == "worker" else "desk" if identity.role in DESK else "wall"
    view = asked or mine
    if view not in ("desk", "wall", "phone"):
        raise Problem("invalid_field", "must be desk, wall or phone", field="view")
    allowed = {"phone": WORKER, "desk": DESK, "wall": WALL}[view]
    if identity.role not in allowed:
        raise Problem("forbidden", view=view)
    return f"worker:{identity.worker_id}" if view == "phone" else view

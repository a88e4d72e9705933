"""The Board as bytes, so that a start need not fold the whole log. May be deleted at any time: the log is the truth.

A checkpoint written by another version of the rows does not load; the log is folded instead.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import fields, is_dataclass, make_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from dispatch.board import Board
from dispatch.codec import CannotDecode, from_data, to_data
from dispatch.log import EventLog

#: Folding this many events takes a second or two.
EVERY = 50_000


@cache
def _tables() -> dict[str, Any]:
    """Table name → the type of its values."""
    return {name: get_args(hint)[0] for name, hint in get_type_hints(Board).items()}


@cache
def _state() -> type[Any]:
    """A dataclass with one dict a table, so that the codec does the rest."""
    return make_dataclass("State", [(name, dict.__class_getitem__((str, hint))) for name, hint in _tables().items()])


@cache
def _shape() -> str:
    """A fingerprint of every row's fields: a changed row makes former checkpoints void."""
    lines = []
    for name, hint in sorted(_tables().items()):
        inner = [f"{f.name}:{f.type}" for f in fields(hint)] if is_dataclass(hint) else []
        lines.append(f"{name}={hint}{inner}")
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def latest(log: EventLog) -> Board:
    """The Board of the last checkpoint that can be read, else an empty one: fold the log from ``board.seq`` on."""
    saved = log.load_checkpoint()
    board = load(saved[1]) if saved else None
    return board if board is not None and board.seq <= log.head().seq else Board(log.district)


def dump(board: Board) -> bytes:
    tables = to_data(_state()(**{name: dict(getattr(board, name)) for name in _tables()}))
    state = {"shape": _shape(), "district": board.district, "seq": board.seq, "tables": tables}
    return zlib.compress(json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def load(stored: bytes) -> Board | None:
    """The Board, or None where the checkpoint is not of this version of the program (or is damaged)."""
    try:
        state = json.loads(zlib.decompress(stored))
        if state["shape"] != _shape():
            return None
        tables = from_data(_state(), state["tables"])
    except (zlib.error, ValueError, KeyError, CannotDecode):
        return None
    board = Board(state["district"])
    for name in _tables():
        getattr(board, name).update(getattr(tables, name))
    board.seq = state["seq"]
    return board

"""The district's own settings on the log: kinds of tickets, and whether the engine may offer by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dispatch import events as e
from dispatch.events import Folds, Recorded

if TYPE_CHECKING:
    from dispatch.board import Board


def _kind(board: Board, r: Recorded, ev: e.KindDefined) -> None:
    board.kinds[ev.kind.id] = ev.kind


def _policy(board: Board, r: Recorded, ev: e.PolicySet) -> None:
    board.policy["auto_dispatch"] = ev.auto_dispatch


FOLDS: Folds = {e.KindDefined: _kind, e.PolicySet: _policy}

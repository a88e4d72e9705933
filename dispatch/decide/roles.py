"""Who of a role could be asked for its steps of a playbook."""

from __future__ import annotations

from collections.abc import Collection

from dispatch.board import Board
from dispatch.decide.context import Context
from dispatch.matching import obstacle
from dispatch.matching.far import FAR


def nearest_of_role(board: Board, role: str, ctx: Context, but: Collection[str] = ()) -> str | None:
    """The best of the ranking who has this role and nothing else to do. The kind's skills are asked of who leads, not
    of the property staff who put up the signs."""
    for row in ctx.ranking or ():
        worker = board.workers.get(row.worker_id)
        fits = worker is not None and worker.role == role and worker.id not in but and row.why_not not in FAR
        if worker is not None and fits and obstacle(board, worker, None) is None:
            return row.worker_id
    return None

"""The working process: ``python -m console.rounds HOME``. Questions in, answers out, until standard input ends."""

from __future__ import annotations

import os
import pickle
import resource
import select
import sys
from pathlib import Path

from console.planner.__main__ import MOST_BYTES, read, write

#: Nobody asks: 150 MB go back.
IDLE_S = 600.0


def main(home: str) -> None:
    """Answers go where standard output was; nothing else may write there."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    os.nice(5)  # people's requests come first
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from console.rounds.work import answer
    from dispatch.travel.current import CurrentTravel

    travel = CurrentTravel(Path(home) / "roads.npz")
    while _is_asked() and (asked := read(sys.stdin.buffer)) is not None:
        work, _ = pickle.loads(asked)
        write(out, pickle.dumps(answer(work, travel)))


def _is_asked() -> bool:
    """Whether there is a question, or the end of them, before ``IDLE_S`` are over. Nothing waits unseen in the buffer:
    the next question is sent when the last one was answered."""
    return bool(select.select([sys.stdin], [], [], IDLE_S)[0])


if __name__ == "__main__":
    main(sys.argv[1])

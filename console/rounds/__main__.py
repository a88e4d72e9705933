"""The working process: ``python -m console.rounds HOME``. Questions in, answers out, until standard input ends."""

from __future__ import annotations

import os
import pickle
import resource
import sys
from pathlib import Path

from console.planner.__main__ import MOST_BYTES, read, write


def main(home: str) -> None:
    """Answers go where standard output was; nothing else may write there."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    os.nice(5)  # people's requests come first
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from console.rounds.work import answer
    from dispatch.travel.current import CurrentTravel

    travel = CurrentTravel(Path(home) / "roads.npz")
    while (asked := read(sys.stdin.buffer)) is not None:
        work, _ = pickle.loads(asked)
        write(out, pickle.dumps(answer(work, travel)))


if __name__ == "__main__":
    main(sys.argv[1])

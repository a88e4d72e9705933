"""The planner's process: ``python -m console.planner HOME PARENT``. Pictures in, proposals out, one at a time."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import struct
import sys
from pathlib import Path
from typing import BinaryIO

from console.children import die_with_parent

#: Address space. OR-Tools and scipy map about 1 GB of it; a plan that wants more than this is a fault.
MOST_BYTES = 4_000_000_000


def main(home: str, parent: int) -> None:
    """Until standard input ends. The answers go where standard output was; nothing else may write there."""
    die_with_parent(parent, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (MOST_BYTES, MOST_BYTES))
    os.nice(5)  # people's requests come first
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    from console.planner.propose import propose
    from dispatch.travel.current import CurrentTravel

    travel = CurrentTravel(Path(home) / "roads.npz")
    while (asked := read(sys.stdin.buffer)) is not None:
        shown, time_limit_s = pickle.loads(asked)
        write(out, pickle.dumps(propose(shown, travel, time_limit_s=time_limit_s)))


def read(stream: BinaryIO) -> bytes | None:
    """One message; None at the end. Length first, four bytes."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    size = struct.unpack(">I", head)[0]
    body = stream.read(size)
    return body if len(body) == size else None


def write(stream: BinaryIO, message: bytes) -> None:
    stream.write(struct.pack(">I", len(message)) + message)
    stream.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

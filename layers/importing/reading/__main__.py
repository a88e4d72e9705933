"""The confined process: a request on stdin, frames on stdout. ``python -P -m layers.importing.reading``."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from layers.importing.limits import confine


def main() -> None:
    """Read one file. Exit status 0 also for a refusal, which is a frame of its own."""
    confine()
    out = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    os.dup2(2, 1)  # what a library prints must not get among the frames
    request = json.load(sys.stdin)

    from layers.importing import frames
    from layers.importing.reading.run import answer
    from layers.importing.reading.source import Request

    try:
        for message in answer(Request(**request), Path.cwd()):
            if isinstance(message, frames.Batch):
                frames.write_batch(out, message)
            else:
                frames.write(out, message)
    except MemoryError:
        frames.write(out, {"type": "refused", "code": "reader_limits", "detail": {"value": "memory"}})


if __name__ == "__main__":
    main()
    os._exit(0)  # GDAL's own end may crash on a file it choked on

"""How much a stranger's file may be and cost. Every number is a promise of docs and tests."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

MEGA = 1_000_000
#: A register of a district is a few MB, its largest OSM extract 60 MB; more is refused before a byte is read.
MAX_FILE_MB = 512
#: What an archive may unpack to, in all and for each packed byte (text packs 10 to 50 times, a bomb 1,000 times).
MAX_UNPACKED_MB, MAX_RATIO, MAX_ENTRIES = 1_024, 200, 2_000
#: More than this in one feature would stall tiling and every browser; the largest real outline here has 3,000.
MAX_VERTICES = 200_000
#: A feature's own text; 200,000 vertices take 8 MB.
MAX_FEATURE_MB = 16
#: Cells of tables longer than this reject their row (the csv module's own limit is 131,072).
MAX_CELL = 20_000
#: Rows times columns of a sheet; Excel itself ends at 1,048,576 rows.
MAX_CELLS = 20_000_000
#: Columns of a table that are looked at.
MAX_COLUMNS = 500
#: Texts are cut at this many characters.
MAX_TEXT = 2_000
#: The reading process: address space (numpy, GDAL and pyarrow alone map 0.5 GB), seconds of CPU, seconds by the wall.
MEMORY_MB, CPU_S, WALL_S = 2_048, 300, 900

_NEWUSER, _NEWNET, _DEATHSIG = 0x10000000, 0x40000000, 1


def confine() -> None:
    """Bound this process: memory, CPU, file size, stack; end with the parent; no network where the kernel allows.

    Call it before anything of a stranger is read. Each bound that a platform lacks is left out.
    """
    with suppress(ImportError):
        import resource

        for name, limit in (
            (resource.RLIMIT_AS, MEMORY_MB * 1024 * 1024),
            (resource.RLIMIT_CPU, CPU_S),
            (resource.RLIMIT_FSIZE, MAX_UNPACKED_MB * 2 * MEGA),
            # Half of a thread's usual stack: what nests too deeply ends here and not in the parent, who reads it again.
            (resource.RLIMIT_STACK, 4 * 1024 * 1024),
            (resource.RLIMIT_CORE, 0),
        ):
            with suppress(ValueError, OSError):
                resource.setrlimit(name, (limit, limit))
    if sys.platform.startswith("linux"):
        with suppress(OSError, AttributeError):
            libc = ctypes.CDLL(None)
            libc.prctl(_DEATHSIG, signal.SIGKILL)
            libc.unshare(_NEWUSER | _NEWNET)
    with suppress(OSError):
        os.nice(5)  # screens come first

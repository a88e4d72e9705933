"""make bench: ``python -m tests.bench [PART …]``. Prints one table and writes it to var/bench.json."""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
import tempfile
import traceback
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests.bench.figure import Figure, table

PARTS = (
    "startup",
    "intake",
    "live",
    "ranking",
    "travel",
    "plan",
    "rounds",
    "lab",
    "reach",
    "cameras",
    "datum",
    "tiles",
    "fold",
)
RESULT = Path("var/bench.json")


def main(wanted: list[str]) -> int:
    """0 when every part ran, whatever its figures: they are for reading, not for passing."""
    figures: list[Figure] = []
    failed = []
    for part in wanted or PARTS:
        with tempfile.TemporaryDirectory(prefix="shaodao-bench-") as folder:
            print(f"{part} …", file=sys.stderr, flush=True)
            try:
                figures += importlib.import_module(f"tests.bench.{part}").run(Path(folder))
            except BaseException as problem:
                if isinstance(problem, KeyboardInterrupt):
                    raise
                traceback.print_exc()
                failed.append(f"{part}: {type(problem).__name__}: {problem}")
    print(table(figures))
    for line in failed:
        print(f"NOT MEASURED  {line}")
    _write(figures, failed)
    return 1 if failed else 0


def _write(figures: list[Figure], failed: list[str]) -> None:
    RESULT.parent.mkdir(exist_ok=True)
    made = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cpus": os.cpu_count(), "load": os.getloadavg()[0], "python": platform.python_version()},
        "figures": [{**asdict(one), "ratio": one.ratio, "met": one.met} for one in figures],
        "not_measured": failed,
    }
    RESULT.write_text(json.dumps(made, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

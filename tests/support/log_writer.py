"""Run by a test as a process of its own: append ``count`` events one by one, as ``name``, and say ``ack`` after each.

python log_writer.py URL NAME COUNT
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime

from dispatch.adapters.sql_log import SqlLog
from dispatch.events import NoteAdded
from dispatch.log import Draft


def main(url: str, name: str, count: int) -> None:
    log = SqlLog(url)
    for nth in range(count):
        with log.transaction() as transaction:
            event = NoteAdded(f"{name}-{nth}", "x")
            transaction.append([Draft(datetime.now(UTC), f"source:{name}", str(nth), event)])
        os.write(1, b"ack\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))

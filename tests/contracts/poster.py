"""Run by a test as a process of its own: post one event ``count`` times at once, and tell the answers.

python -m tests.contracts.poster URL COUNT: says ``ready``, waits for a line on stdin, then prints a JSON list of
[alert_id, seq, duplicate].
"""

from __future__ import annotations

import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

from dispatch.actor import Actor
from dispatch.adapters.sql_log import SqlLog
from dispatch.commands import RaiseAlert
from dispatch.dispatcher import Answer, Dispatcher, Request

THREADS = 50
SOURCE = Actor("source", "demo-source")
ALERT = RaiseAlert(report_id="889-1", kind="smoke", device_id="fh889-10-2", lon=111.0031, lat=35.0302)


def main(url: str, count: int) -> None:
    log = SqlLog(url)
    desk = Dispatcher(log)
    barrier = threading.Barrier(THREADS)

    def post(nth: int) -> list[Answer]:
        barrier.wait()
        return [desk.submit(Request(SOURCE, "889-1", ALERT, "hash")) for _ in range(nth, count, THREADS)]

    with ThreadPoolExecutor(THREADS) as pool:
        print("ready", flush=True)
        sys.stdin.readline()
        answers = [answer for many in pool.map(post, range(THREADS)) for answer in many]
    print(json.dumps([[one.data["alert_id"], one.seq, one.duplicate] for one in answers]), flush=True)
    desk.close()
    log.close()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

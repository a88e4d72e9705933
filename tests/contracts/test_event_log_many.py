"""What every log promises when many write and read at once."""

from __future__ import annotations

import multiprocessing
import threading
from typing import Any

from dispatch.events import NoteAdded
from dispatch.log import Draft
from tests.contracts.logs import Open, append
from tests.support.samples import NOON


def test_eight_writers_leave_no_gap_and_a_reader_misses_nothing(open_log: Open) -> None:
    writers = Writers(open_log, count=40)  # forked before this process opens the log: SQLite must not cross a fork
    log, seen, stop = open_log(), [], threading.Event()

    def poll() -> None:
        after = 0
        while True:
            ended = stop.wait(0.002)  # a reader that never rests would starve the writers of a small machine
            for recorded in log.read(after):
                seen.append(recorded.seq)
                after = recorded.seq
            if ended:
                return

    reader = threading.Thread(target=poll)
    reader.start()
    try:
        writers.write()
    finally:
        stop.set()
        reader.join()
    assert seen == list(range(1, 8 * 40 + 1))
    assert len({r.event.ticket_id for r in log.read()}) == 8 * 40  # type: ignore[attr-defined]


class Writers:
    """Eight processes (threads, where the log is in memory) that wait for ``write``."""

    def __init__(self, open_log: Open, count: int) -> None:
        fork = multiprocessing.get_context("fork")
        in_memory = open_log.url is None  # type: ignore[attr-defined]
        self._go: Any = threading.Event() if in_memory else fork.Event()
        make: Any = threading.Thread if in_memory else fork.Process
        self._all = [make(target=self._run, args=(open_log, f"w{nth}", count)) for nth in range(8)]
        for one in self._all:
            one.start()

    def _run(self, open_log: Open, name: str, count: int) -> None:
        self._go.wait()
        log = open_log()
        for nth in range(count):
            with log.transaction() as transaction:
                transaction.append([Draft(NOON, name, str(nth), NoteAdded(f"{name}-{nth}", "x"))])

    def write(self) -> None:
        self._go.set()
        for one in self._all:
            one.join(60)
        assert [getattr(one, "exitcode", 0) for one in self._all] == [0] * 8


def test_a_log_tells_that_another_wrote_and_that_it_wrote_itself(open_log: Open) -> None:
    mine, other = open_log(), open_log()
    before = mine.changed()
    assert mine.changed() == before
    append(other, "a")
    after_other = mine.changed()
    assert after_other != before
    append(mine, "b")
    assert mine.changed() != after_other

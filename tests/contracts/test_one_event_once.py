"""One event posted a thousand times at once, over two processes of the operating system, is one event."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dispatch.adapters.sql_log import SqlLog
from tests.dispatch.cast import District

ROOT = Path(__file__).parents[2]
#: posts of each process; together 1,000
EACH = 500


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'log.db'}"
    return str(request.getfixturevalue("postgres_url"))


def poster(url: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.contracts.poster", url, str(EACH)]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def all_at_once(posters: list[subprocess.Popen[str]]) -> list[list[tuple[str, int, bool]]]:
    """The answers of each process; none begins before all are ready."""
    for one in posters:
        assert one.stdout is not None
        assert one.stdout.readline() == "ready\n"
    for one in posters:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    told = [one.communicate(timeout=60)[0] for one in posters]
    return [[tuple(answer) for answer in json.loads(text)] for text in told]


def test_a_thousand_posts_over_two_processes_make_one_event(url: str) -> None:
    log = SqlLog(url)
    District(log=log)
    before = log.head().seq
    posters = [poster(url) for _ in range(2)]
    try:
        told = all_at_once(posters)
    finally:
        for one in posters:
            one.kill()
            one.wait()
    answers = [answer for many in told for answer in many]
    assert [len(many) for many in told] == [EACH, EACH]
    assert len({(alert_id, seq) for alert_id, seq, _ in answers}) == 1, "one answer for all"
    assert Counter(duplicate for *_, duplicate in answers) == {False: 1, True: 2 * EACH - 1}
    events = log.read(before)
    assert Counter(type(r.event).__name__ for r in events)["AlertRaised"] == 1
    assert Counter(type(r.event).__name__ for r in events)["TicketOpened"] == 1
    assert [r.seq for r in events] == list(range(before + 1, log.head().seq + 1)), "no gaps"
    log.close()

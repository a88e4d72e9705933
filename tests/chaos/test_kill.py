"""The server is killed at random moments while alerts come in and workers tap. Nothing acknowledged is lost or doubled.

10 kills in ``make test``, 50 with SHAODAO_CHAOS=1. The seed fixes when and what is killed, and what the town does.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from tests.chaos.audit import audit
from tests.chaos.town import Ledger, Town
from tests.support.caller import Caller
from tests.support.console_process import Console

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1500)]

KILLS = 50 if os.environ.get("SHAODAO_CHAOS") else 10
SEED = int(os.environ.get("SHAODAO_CHAOS_SEED", "20261121"))
#: Web takes most blows: it is what acknowledges. Now and then the engine, or all at once as when the power goes.
VICTIMS = ("web", "web", "web", "web", "web", "web", "engine", "engine", "all")
NOTHING = {
    "gaps": 0,
    "alerts_lost": 0,
    "taps_lost": 0,
    "alerts_doubled": 0,
    "tickets_doubled": 0,
    "assignments_doubled": 0,
    "workers_doubled": 0,
}


def test_nothing_acknowledged_is_lost_or_doubled_by_kills(tmp_path: Path) -> None:
    console, ledger, chance = Console(tmp_path / "home"), Ledger(), random.Random(SEED)
    console.start()
    town = Town(console.port, ledger, SEED)
    town.start()
    try:
        away = [blow(console, chance, victim) for victim in islice(victims(chance), KILLS)]
        console.until_ready()
    finally:
        town.end()
    resend(console, ledger, chance)
    console.stop()
    found = audit(f"sqlite:///{console.home / 'shaodao.db'}", ledger)
    events = found.pop("events")
    print(
        f"{KILLS} kills, {len(ledger.alerts)} alerts and {len(ledger.taps)} taps acknowledged, {events} events, "
        f"{len(ledger.resent)} sent again, away at most {max(away):.1f} s: {found}"
    )
    assert found == NOTHING
    assert ledger.refused == []
    assert len(ledger.alerts) > KILLS * 20
    assert len(ledger.taps) > KILLS


def victims(chance: random.Random) -> Iterator[str]:
    """Each comes up as often as it stands in ``VICTIMS``, in an order of chance: ten draws may miss one."""
    while True:
        yield from chance.sample(VICTIMS, len(VICTIMS))


def blow(console: Console, chance: random.Random, victim: str) -> float:
    """Wait a random while, strike; the seconds until it answered again."""
    console.until_ready()
    time.sleep(chance.uniform(0.2, 2.5))
    struck = time.monotonic()
    if victim == "all":
        console.kill_all()
        console.start()
    elif not console.kill(victim):
        console.kill("web")
    return console.until_ready() - struck


def resend(console: Console, ledger: Ledger, chance: random.Random) -> None:
    """What was acknowledged is answered the same again, and makes no event."""
    source = Caller(console.port, "demo-source")
    _, before = source.get("/readyz")
    assert before is not None
    for (actor, tap_id), kept in chance.sample(sorted(ledger.taps.items(), key=str), min(20, len(ledger.taps))):
        phone = Caller(console.port, actor.removeprefix("worker:"))
        status, again = phone.post("/api/v1/commands", kept["body"])
        assert (status, again["seq"]) == (200, kept["answer"]["seq"]), tap_id

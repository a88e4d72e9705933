"""Where tickets were: from the history and from the board, each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from console.api import heat
from dispatch.adapters.history_sql import History
from tests.console.api.test_commands import ask
from tests.support.web import Console


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def history(request: pytest.FixtureRequest, console: Console, tmp_path: Path) -> Iterator[History]:
    url = f"sqlite:///{tmp_path}/history.db"
    made = History(url if request.param == "sqlite" else request.getfixturevalue("postgres_url"))
    console.services.history = made
    yield made
    made.close()


def opened(desk: FlaskClient, lon: float = 111.0, lat: float = 35.0, kind: str = "water_leak", **more: object) -> str:
    answer = ask(desk, "OpenTicket", kind=kind, place="x", lon=lon, lat=lat, **more)
    return str(answer.get_json()["ticket_id"])


def points(client: FlaskClient, query: str = "") -> list[tuple[float, float, int]]:
    return [(round(x, 2), round(y, 2), n) for x, y, n in client.get(f"/api/v1/heat{query}").get_json()["points"]]


def test_open_and_closed_tickets_count_once_each(desk: FlaskClient, console: Console, history: History) -> None:
    first = opened(desk)
    opened(desk)
    opened(desk, lon=111.1)
    assert points(desk) == [(111.0, 35.0, 2), (111.1, 35.0, 1)]
    assert ask(desk, "CancelTicket", ticket_id=first, reason="误报").status_code == 200
    history.catch_up(console.services.log)
    assert points(desk) == [(111.0, 35.0, 2), (111.1, 35.0, 1)]
    assert points(console.client("demo-display")) == points(desk)


def test_exercises_and_duplicates_do_not_count(desk: FlaskClient, console: Console, history: History) -> None:
    first, second = opened(desk), opened(desk)
    gone = opened(desk, lon=111.2, exercise=True)
    opened(desk, lon=111.3, exercise=True)
    assert ask(desk, "MergeTickets", into=first, ticket_ids=[second]).status_code == 200
    ask(desk, "CancelTicket", ticket_id=gone, reason="误报")
    history.catch_up(console.services.log)
    assert points(desk) == [(111.0, 35.0, 1)]


def test_by_kind_and_days(desk: FlaskClient, console: Console, history: History) -> None:
    opened(desk)
    opened(desk, lon=111.1, kind="intrusion")
    ask(desk, "CancelTicket", ticket_id=opened(desk, lon=111.2), reason="误报")
    history.catch_up(console.services.log)
    assert points(desk, "?kind=intrusion") == [(111.1, 35.0, 1)]
    assert len(points(desk, "?kind=water_leak")) == 2
    console.services.clock = lambda: datetime.now(UTC) + timedelta(days=3)
    assert points(desk, "?days=2") == []
    assert len(points(desk, "?days=4")) == 3


def test_a_cell_is_fifty_metres_and_the_heaviest_are_kept(
    desk: FlaskClient, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heat, "MOST", 2)
    for n in range(4):
        opened(desk, lat=35.0003 + n * 0.00001)
    opened(desk, lat=35.0013)
    opened(desk, lat=35.0013)
    opened(desk, lat=35.0023)
    assert [count for _, _, count in points(desk)] == [4, 2]


@pytest.mark.parametrize("query", ["days=0", "days=400", "days=x", "days=-1", "days=٣", "kind=nix"])
def test_a_wrong_question_is_refused(desk: FlaskClient, query: str) -> None:
    assert desk.get(f"/api/v1/heat?{query}").status_code == 422


def test_phones_do_not_ask(console: Console) -> None:
    console.worker("w1", 10)
    assert console.client("token-w1").get("/api/v1/heat").status_code == 403

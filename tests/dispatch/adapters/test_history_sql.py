"""History: every ticket that ever was, as it stood last, and what happened to it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import checkpoint
from dispatch import commands as c
from dispatch.adapters.history_sql import History
from dispatch.adapters.memory_log import MemoryLog
from dispatch.errors import Refused
from dispatch.projections.rows import ticket_row
from tests.dispatch.cast import DISPATCHER, SOURCE, START, District, worker


@dataclass
class Wanted:
    states: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    grid: str | None = None
    words: str = ""
    before: str | None = None
    since: datetime | None = None
    until: datetime | None = None


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'history.db'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def history(url: str) -> Iterator[History]:
    opened = History(url)
    yield opened
    opened.close()


@pytest.fixture
def town() -> District:
    return District()


def opened(town: District, **more: Any) -> str:
    """A ticket from a telephone call; its id."""
    command = c.OpenTicket(kind=more.pop("kind", "clutter"), lon=111.0, lat=35.0, **more)
    return next(e.ticket_id for e in town.say(DISPATCHER, command) if type(e).__name__ == "TicketOpened")


def cancelled(town: District, **more: Any) -> str:
    ticket_id = opened(town, **more)
    town.say(DISPATCHER, c.CancelTicket(ticket_id=ticket_id, reason="误报"))
    return ticket_id


def numbers(history: History, limit: int = 100, **wanted: Any) -> list[str]:
    return [row["number"] for row in history.tickets(Wanted(**wanted), limit)]


def test_a_closed_ticket_keeps_its_last_row_and_its_whole_timeline(town: District, history: History) -> None:
    ticket_id = opened(town, place="四季绿城 5号楼", caller="王小明 13812345678")
    town.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket_id, worker_id="w1"))
    town.say(worker(1), c.AcknowledgeAssignment(ticket_id=ticket_id))
    town.say(worker(1), c.ArriveOnScene(ticket_id=ticket_id))
    town.say(worker(1), c.ResolveTicket(ticket_id=ticket_id, disposition="done", note="已清理"))
    assert history.catch_up(town.desk.log) == town.board.seq
    kept = history.ticket(ticket_id)
    assert kept is not None
    assert kept["state"] == "closed"
    assert kept["place"] == "四季绿城 5号楼"
    assert "13812345678" not in str(kept)
    types = [line["type"] for line in kept["timeline"]]
    assert types[0] == "TicketOpened"
    assert types[-1] == "TicketClosed"
    assert "AssignmentMoved" in types
    assert [line["seq"] for line in kept["timeline"]] == sorted(line["seq"] for line in kept["timeline"])


def test_a_ticket_that_never_was_is_none(history: History) -> None:
    assert history.ticket("nobody") is None
    assert history.opened("nobody") is None


def test_reopening_finds_the_corrected_ticket(town: District, history: History) -> None:
    ticket_id = opened(town, caller="王小明")
    town.say(DISPATCHER, c.AmendTicket(ticket_id=ticket_id, room="302"))
    history.catch_up(town.desk.log)
    carried = history.opened(ticket_id)
    assert carried is not None
    assert carried.where.room == "302"
    assert carried.caller == "王小明"


def test_search_by_state_kind_words_and_time(town: District, history: History) -> None:
    cancelled(town, place="四季绿城 5号楼")
    town.now += timedelta(hours=1)
    cancelled(town, kind="smoke", place="滨湖一号", description="100%_火")
    opened(town, place="金海湾")
    history.catch_up(town.desk.log)
    first, second, third = "20261121-0001", "20261121-0002", "20261121-0003"
    assert numbers(history) == [third, second, first]
    assert numbers(history, states=frozenset({"cancelled"})) == [second, first]
    assert numbers(history, kinds=frozenset({"smoke"})) == [second]
    assert numbers(history, words="四季") == [first]
    assert numbers(history, words="0002") == [second]
    assert numbers(history, words="100%_") == [second]
    assert numbers(history, words="1_0%") == []
    assert numbers(history, words="' OR 1=1 --") == []
    assert numbers(history, since=START + timedelta(minutes=1)) == [third, second]
    assert numbers(history, until=START + timedelta(minutes=1)) == [first]


def test_pages_do_not_shift_while_new_tickets_come(town: District, history: History) -> None:
    for _ in range(4):
        cancelled(town)
    history.catch_up(town.desk.log)
    page = numbers(history, 2)
    cancelled(town)
    history.catch_up(town.desk.log)
    assert numbers(history, 2, before=page[-1]) == ["20261121-0002", "20261121-0001"]


def test_another_epoch_is_read_from_its_beginning(town: District, history: History) -> None:
    old = cancelled(town)
    history.catch_up(town.desk.log)
    other = District()
    other._ids = iter(range(1000, 2000))  # type: ignore[assignment]
    new = cancelled(other)
    history.catch_up(other.desk.log)
    assert history.ticket(old) is None
    assert history.ticket(new) is not None


def test_a_second_process_goes_on_where_the_first_stopped(town: District, url: str, history: History) -> None:
    first = cancelled(town)
    history.catch_up(town.desk.log)
    town.desk.log.save_checkpoint(town.board.seq, checkpoint.dump(town.board))
    second = cancelled(town)
    other = History(url)
    assert other.catch_up(town.desk.log) == town.board.seq
    assert other.ticket(first) is not None
    assert other.ticket(second) is not None
    history.catch_up(town.desk.log)  # the first finds it done
    assert history.seq() == town.board.seq
    other.close()


def test_texts_that_databases_dislike(town: District, history: History) -> None:
    ticket_id = cancelled(town, place="a\0b", description="\ud800")
    history.catch_up(town.desk.log)
    kept = history.ticket(ticket_id)
    assert kept is not None
    assert kept["place"] == "a\0b"


# --- the property -----------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(st.sampled_from(["alert", "call", "offer", "take", "arrive", "done", "close", "cancel", "note", "day"]),
              st.integers(1, 3), st.integers(0, 5)),
    max_size=25,
)  # fmt: skip


def play(town: District, step: tuple[str, int, int]) -> None:
    """One thing that people do; what a rule refuses simply does not happen."""
    what, who, which = step
    known = list(town.board.tickets) or ["none"]
    ticket_id = known[which % len(known)]
    asked: dict[str, Any] = {
        "alert": (SOURCE, c.RaiseAlert(report_id=f"r{town.board.seq}", kind="smoke", device_id=f"d{which}")),
        "call": (DISPATCHER, c.OpenTicket(kind="clutter")),
        "offer": (DISPATCHER, c.OfferAssignment(ticket_id=ticket_id, worker_id=f"w{who}")),
        "take": (worker(who), c.AcknowledgeAssignment(ticket_id=ticket_id)),
        "arrive": (worker(who), c.ArriveOnScene(ticket_id=ticket_id)),
        "done": (worker(who), c.ResolveTicket(ticket_id=ticket_id, disposition="done")),
        "close": (DISPATCHER, c.CloseTicket(ticket_id=ticket_id)),
        "cancel": (DISPATCHER, c.CancelTicket(ticket_id=ticket_id, reason="x")),
        "note": (DISPATCHER, c.AddNote(ticket_id=ticket_id, text="x")),
    }
    if what == "day":
        town.now += timedelta(hours=13)
        return
    try:
        town.answer(*asked[what])
    except Refused:
        return


def dumped(history: History, seqs: MemoryLog) -> Any:
    ids = {e.event.ticket_id for e in seqs.read() if hasattr(e.event, "ticket_id")}
    return {one: history.ticket(one) for one in sorted(i for i in ids if i)}, history.tickets(Wanted(), 1000)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, caught_up=st.sets(st.integers(0, 24)))
def test_rebuilt_equals_caught_up_and_both_are_the_boards_last_word(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]], caught_up: set[int]
) -> None:
    folder = tmp_path_factory.mktemp("h")
    slow, quick = History(str(folder / "slow.db")), History(str(folder / "quick.db"))
    town = District(auto=True)
    for nth, step in enumerate(steps):
        play(town, step)
        if nth in caught_up:
            slow.catch_up(town.desk.log)
    slow.catch_up(town.desk.log)
    quick.rebuild(town.desk.log)
    assert dumped(slow, town.desk.log) == dumped(quick, town.desk.log)
    for ticket in town.board.tickets.values():
        kept = slow.ticket(ticket.id)
        assert kept is not None
        assert {**ticket_row(town.board, ticket), "timeline": None} == {**kept, "timeline": None}
    slow.close()
    quick.close()

"""Old state + events = new state, whatever is done to a district."""

import contextlib
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch import checkpoint
from dispatch import commands as c
from dispatch.board import SHOWN, Board
from dispatch.errors import Refused
from dispatch.projections.rows import render, snapshot
from dispatch.ticket import OPEN
from tests.dispatch.cast import ADMIN, DISPATCHER, District, worker

VIEWS = ("desk", "wall", "worker:w1")


def something(draw: st.DrawFn, district: District) -> None:
    """One thing that somebody might do next; a refusal is as good as an act."""
    tickets = list(district.board.tickets) or ["none"]
    ticket, n = draw(st.sampled_from(tickets)), draw(st.integers(1, 3))
    acts = [
        lambda: district.alert(
            draw(st.sampled_from(["smoke", "charger_overheat", "clutter", "lost_elder"])),
            draw(st.sampled_from("ab")),
        ),
        lambda: district.alert("smoke", draw(st.sampled_from("ab")), state="resolved"),
        lambda: district.say(
            DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id=f"w{n}", stack=draw(st.booleans()))
        ),
        lambda: district.say(
            DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id=f"w{n}", lead=True, alone=draw(st.booleans()))
        ),
        lambda: district.say(DISPATCHER, c.BroadcastTicket(ticket_id=ticket)),
        lambda: district.say(DISPATCHER, c.EscalateTicket(ticket_id=ticket, reason="x")),
        lambda: district.say(DISPATCHER, c.AcknowledgeEscalation(ticket_id=ticket)),
        lambda: district.say(worker(n), c.AcknowledgeAssignment(ticket_id=ticket)),
        lambda: district.say(worker(n), c.ArriveOnScene(ticket_id=ticket)),
        lambda: district.say(worker(n), c.DeclineAssignment(ticket_id=ticket, reason="x")),
        lambda: district.say(worker(n), c.ResolveTicket(ticket_id=ticket, disposition="done")),
        lambda: district.say(DISPATCHER, c.RecallAssignment(ticket_id=ticket, worker_id=f"w{n}")),
        lambda: district.say(worker(n), c.ConfirmRecall(ticket_id=ticket)),
        lambda: district.say(DISPATCHER, c.CheckTicket(ticket_id=ticket, ok=draw(st.booleans()))),
        lambda: district.say(DISPATCHER, c.CloseTicket(ticket_id=ticket)),
        lambda: district.say(DISPATCHER, c.CancelTicket(ticket_id=ticket, reason="x")),
        lambda: district.say(DISPATCHER, c.ReopenTicket(ticket_id=ticket, reason="x")),
        lambda: district.say(DISPATCHER, c.MergeTickets(into=ticket, ticket_ids=(draw(st.sampled_from(tickets)),))),
        lambda: district.say(DISPATCHER, c.UnmergeTicket(ticket_id=ticket)),
        lambda: district.say(worker(n), draw(st.sampled_from([c.SignOn(), c.SignOff(), c.StartBreak(), c.EndBreak()]))),
        lambda: district.tick(seconds=draw(st.sampled_from([1, 25, 70, 4000]))),
        lambda: setattr(district, "now", district.now + timedelta(hours=13)),
    ]
    with contextlib.suppress(Refused):
        draw(st.sampled_from(acts))()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_whatever_happens_the_log_tells_it_all(data):
    district = District(auto=data.draw(st.booleans()))
    district.say(ADMIN, c.SetLadder(minutes={"extreme": (1, 3, 5, 10), "moderate": (15, 30, 60, 120)}))
    follower = Board("140802")
    follower.apply_all(district.desk.log.read())
    shown = {view: rows_of(follower, view) for view in VIEWS}
    follower.drain_changed()
    for _ in range(data.draw(st.integers(1, 25))):
        something(data.draw, district)
        follower.apply_all(district.desk.log.read(after=follower.seq))
        for table, key in follower.drain_changed():
            for view in VIEWS:
                row = render(follower, table, key, view)
                if row is None:
                    shown[view].pop((table, key), None)
                else:
                    shown[view][table, key] = row
        holds(district)
    for view in VIEWS:
        assert shown[view] == rows_of(follower, view)  # snapshot + deltas == snapshot
        assert rows_of(district.board, view) == rows_of(follower, view)  # the writer saw the same
    again = checkpoint.load(checkpoint.dump(follower))
    assert again is not None
    assert {v: rows_of(again, v) for v in VIEWS} == {v: rows_of(follower, v) for v in VIEWS}


def rows_of(board: Board, view: str) -> dict:
    return {(table, row["id"]): row for table, rows in snapshot(board, view).items() for row in rows}


def holds(district: District) -> None:
    """What must be true at every moment."""
    board = district.board
    for held in board.assignments.values():
        if held.is_live and held.stage != "recalling":
            assert board.tickets[held.ticket_id].state in OPEN
    for who in board.workers:
        live = [a for a in board.work_of(who) if not a.stacked]
        assert len(live) <= 1, "one worker, one job, unless stacked on purpose"
    firing = [a.fingerprint for a in board.alerts.values() if a.state == "firing"]
    assert len(firing) == len(set(firing)), "one live alert a fingerprint"
    for ticket in board.tickets.values():
        live = [a for a in board.assignments_of(ticket.id) if a.stage != "recalling"]
        assert sum(a.lead for a in live) == (1 if live else 0), "exactly one leads"
        grabbed = [a for a in live if a.broadcast and a.stage != "offered"]
        assert len(grabbed) <= 1, "of those asked together one has it"
        if grabbed:
            assert not [a for a in live if a.broadcast and a.stage == "offered"], "and the others are told"
        assert (ticket.waiting_since is None) == (ticket.state == "active") or ticket.state not in OPEN
        if ticket.state in OPEN:
            taken = any(a.stage in ("acknowledged", "en_route", "on_scene") for a in live)
            assert (ticket.state == "active") == taken
    assert set(SHOWN) == {"tickets", "alerts", "workers", "assignments"}


def test_folding_twice_gives_the_same_board():
    district = District(auto=True)
    district.alert()
    district.tick(seconds=30)
    boards = [Board("140802") for _ in range(2)]
    for board in boards:
        board.apply_all(district.desk.log.read())
    assert rows_of(boards[0], "desk") == rows_of(boards[1], "desk")


def test_a_gap_in_the_log_is_refused():
    import pytest

    district = District()
    events = district.desk.log.read()
    with pytest.raises(ValueError, match="no gaps"):
        Board("140802").apply_all(events[1:])


def test_a_worker_is_told_to_be_free_when_the_end_came_a_day_late():
    """The recall ends 26 hours after its ticket: the same event makes the board forget both."""
    district = District()
    ticket = district.sent(upto="acknowledged")
    district.say(DISPATCHER, c.CancelTicket(ticket_id=ticket, reason="x"))
    follower = Board("140802")
    follower.apply_all(district.desk.log.read())
    follower.drain_changed()
    district.now += timedelta(hours=26)
    district.say(worker(1), c.ConfirmRecall(ticket_id=ticket))
    follower.apply_all(district.desk.log.read(after=follower.seq))
    assert ticket not in follower.tickets
    assert ("workers", "w1") in follower.drain_changed()
    assert render(follower, "workers", "w1", "desk")["load"] == 0

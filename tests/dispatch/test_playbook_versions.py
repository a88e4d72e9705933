"""Which version of a playbook a ticket keeps, and what screens, timeline and checkpoint say of its steps."""

from __future__ import annotations

import pytest

from dispatch import checkpoint
from dispatch import commands as c
from dispatch.board import Board
from dispatch.deadlines import seeking_roles
from dispatch.playbook_reading import BadPlaybook
from dispatch.projections.rows import render
from tests.dispatch.cast import ADMIN, District
from tests.dispatch.playbooks import LEAK, LIFT, PROPERTY, Lift, step

# --- versions -----------------------------------------------------------------------------------


def test_a_ticket_keeps_the_version_it_began_with():
    town = Lift()
    old = town.trapped()
    town.say(ADMIN, c.DefinePlaybook(playbook=LIFT | {"version": 2, "steps": [step("only")]}))
    new = town.trapped()
    assert list(town.states(old)) == ["calm", "there", "signs", "maintainer", "freed"]
    assert town.states(new) == {"only": "open"}
    town.done(old, "calm")
    row = render(town.board, "tickets", old, "desk")
    assert row["playbook"] == {"id": "lift", "version": 1, "name": {"zh": "电梯困人", "en": "Stuck lift"}}


def test_a_version_is_never_changed_and_none_goes_back():
    town = Lift()
    assert town.say(ADMIN, c.DefinePlaybook(playbook=LIFT)) == []
    assert town.refusal(ADMIN, c.DefinePlaybook(playbook=LIFT | {"en": "Otherwise"})) == "invalid_field"
    town.say(ADMIN, c.DefinePlaybook(playbook=LIFT | {"version": 3}))
    assert town.refusal(ADMIN, c.DefinePlaybook(playbook=LIFT)) == "invalid_field"


def test_a_kind_belongs_to_one_playbook():
    town = Lift()
    other = LEAK | {"kinds": ["smoke", "lift_trapped"], "version": 2}
    with pytest.raises(BadPlaybook, match="'lift_trapped' belongs to playbook 'lift'") as refused:
        town.say(ADMIN, c.DefinePlaybook(playbook=other))
    assert (refused.value.field, refused.value.why, refused.value.detail["playbook"]) == ("kinds", "taken", "lift")
    town.say(ADMIN, c.RemovePlaybook(playbook_id="lift"))
    town.say(ADMIN, c.DefinePlaybook(playbook=other))
    assert town.board.playbook_heads["leak"] == 2


def test_a_removed_playbook_begins_no_more_and_what_runs_goes_on():
    town = Lift()
    old = town.trapped()
    town.say(ADMIN, c.RemovePlaybook(playbook_id="lift"))
    assert town.states(town.trapped()) == {}
    town.done(old, "calm")
    assert town.states(old)["calm"] == "done"
    assert town.refusal(ADMIN, c.RemovePlaybook(playbook_id="lift")) == "not_found"


# --- what is seen -------------------------------------------------------------------------------


def test_the_row_says_of_each_step_what_whose_until_when_and_by_whom():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    there, signs = render(town.board, "tickets", ticket, "desk")["steps"][1:3]
    assert {name: there[name] for name in ("id", "role", "state", "late", "worker_id", "done_by")} == {
        "id": "there", "role": "property", "state": "done", "late": False, "worker_id": "p1", "done_by": "worker:p1",
    }  # fmt: skip
    assert (signs["text"], signs["worker_id"], signs["state"]) == (
        {"zh": "步骤signs", "en": "Step signs"},
        "p1",
        "open",
    )
    assert signs["due_at"] > there["done_at"]


def test_the_wall_is_told_of_no_names_and_no_words():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    for row in render(town.board, "tickets", ticket, "wall")["steps"]:
        assert set(row) == {"id", "role", "state", "due_at", "late"}


def test_the_timeline_tells_of_the_playbook_and_its_steps():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    entries = {entry.type: entry.data for entry in town.board.timelines[ticket]}
    assert entries["PlaybookStarted"]["zh"] == "电梯困人"
    assert (entries["StepDone"]["step_id"], entries["StepDone"]["trigger"]) == ("there", "arrive")


def test_a_checkpoint_and_the_log_give_the_same_steps():
    town = Lift()
    ticket = town.trapped()
    town.joins(PROPERTY, ticket)
    town.tick(minutes=9)
    folded = Board("140802")
    folded.apply_all(town.desk.log.stream())
    loaded = checkpoint.load(checkpoint.dump(town.board))
    assert loaded is not None
    assert loaded.tickets[ticket].steps == folded.tickets[ticket].steps == town.board.tickets[ticket].steps


@pytest.mark.parametrize("kind", ["smoke", "water_leak"])
def test_without_playbooks_everything_is_as_it_was(kind):
    town = District(auto=True)
    assert town.ticket(kind).steps == ()
    assert seeking_roles(town.board, town.now) == []

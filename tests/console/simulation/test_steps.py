"""In a played day the desk and three roles do the steps of a stuck lift, and the case is closed."""

from __future__ import annotations

from typing import Any

from dispatch.commands import DefineKind, DefinePlaybook, RegisterWorker
from dispatch.events import StepDone, StepSkipped
from tests.console.simulation.conftest import Town, alert
from tests.dispatch.playbooks import LIFT, TRAPPED
from tests.support.web import ADMIN

PERSON = {"zh": "电梯困人", "en": "Lift", "category": "x"}


def with_a_lift(town: Town) -> None:
    town.say(ADMIN, DefineKind(kind={"id": "lift_trapped", **PERSON, **TRAPPED}))
    town.say(ADMIN, DefinePlaybook(playbook=LIFT))
    for worker_id, role in (("p1", "property"), ("m1", "maintainer")):
        town.say(ADMIN, RegisterWorker(worker_id=worker_id, name=role, role=role, grid_code="g1", simulated=True))


def settled(town: Town) -> dict[str, Any]:
    events = [r.event for r in town.services.log.read()]
    return {one.step_id: one for one in events if isinstance(one, StepDone | StepSkipped)}


def test_a_stuck_lift_is_worked_through_by_the_desk_and_by_each_role_and_closed(town: Town) -> None:
    with_a_lift(town)
    town.play(alert("lift_trapped"))
    assert town.pass_(1500, lambda: town.states() == ["closed"])
    steps = settled(town)
    assert set(steps) == {"calm", "there", "signs", "maintainer", "freed"}
    assert {one: step.worker_id for one, step in steps.items() if step.worker_id} == {
        "there": "p1",
        "signs": "p1",
        "maintainer": "m1",
        "freed": "m1",
    }

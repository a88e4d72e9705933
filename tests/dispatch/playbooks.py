"""A district with a stuck lift: two playbooks, and people of three roles on duty.

物业 p1 and 维保 m1 stand beside the grid workers w1 … w3 of the cast.
"""

from __future__ import annotations

from typing import Any

from dispatch import commands as c
from dispatch.actor import Actor
from dispatch.playbook import Mark, mark_of
from tests.dispatch.cast import ADMIN, District

PROPERTY, MAINTAINER = Actor("worker", "p1"), Actor("worker", "m1")


def step(id: str, role: str = "property", **more: Any) -> dict[str, Any]:
    return {"id": id, "zh": f"步骤{id}", "en": f"Step {id}", "role": role, **more}


LIFT: dict[str, Any] = {
    "id": "lift",
    "version": 1,
    "zh": "电梯困人",
    "en": "Stuck lift",
    "kinds": ["lift_trapped"],
    "steps": [
        step("calm", "dispatcher", minutes=2),
        step("there", minutes=3, on="arrive"),
        step("signs", minutes=5, after=["there"]),
        step("maintainer", "maintainer", minutes=30, on="arrive"),
        step("freed", "maintainer", minutes=20, after=["maintainer"], mandatory=True),
    ],
}
LEAK = LIFT | {
    "id": "leak",
    "kinds": [],
    "steps": [step("valve", "property", minutes=10, mandatory=True), step("tell", "dispatcher", on="verify")],
}
TRAPPED = {"severity": "extreme", "auto": True, "arrive_min": 5, "finish_min": 60, "check": "yes"}


class Lift(District):
    """Kind lift_trapped begins the playbook ``lift``; ``leak`` is begun by hand."""

    def __init__(self, auto: bool = False, **more: Any) -> None:
        super().__init__(auto, **more)
        kind = {"id": "lift_trapped", "zh": "电梯困人", "en": "Lift", "category": "x", **TRAPPED}
        self.say(ADMIN, c.DefineKind(kind=kind))
        for playbook in (LIFT, LEAK):
            self.say(ADMIN, c.DefinePlaybook(playbook=playbook))
        for who, role in ((PROPERTY, "property"), (MAINTAINER, "maintainer")):
            self.say(ADMIN, c.RegisterWorker(worker_id=who.id, name=f"{role} 01", role=role))
            self.say(who, c.SignOn())

    def trapped(self) -> str:
        return self.ticket("lift_trapped").id

    def joins(self, who: Actor, ticket_id: str, upto: str = "on_scene") -> None:
        """Sent by the dispatcher, and as far as ``upto``."""
        self.say_desk(c.OfferAssignment(ticket_id=ticket_id, worker_id=who.id, lead=False))
        for stage, word in (("acknowledged", c.AcknowledgeAssignment), ("on_scene", c.ArriveOnScene)):
            self.say(who, word(ticket_id=ticket_id))
            if stage == upto:
                return

    def say_desk(self, command: c.Command) -> Any:
        from tests.dispatch.cast import DISPATCHER

        return self.say(DISPATCHER, command)

    def done(self, ticket_id: str, step_id: str) -> Any:
        """The desk ticks it off."""
        return self.say_desk(c.CompleteStep(ticket_id=ticket_id, step_id=step_id))

    def mark(self, ticket_id: str, step_id: str) -> Mark:
        found = mark_of(self.board.tickets[ticket_id].steps, step_id)
        assert found is not None
        return found

    def states(self, ticket_id: str) -> dict[str, str]:
        return {mark.id: mark.state for mark in self.board.tickets[ticket_id].steps}

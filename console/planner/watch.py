"""Planning as the engine's clock goes: after every change that matters a picture goes out, and what comes back is kept
for the desks, or carried out where the district lets the engine."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from console.planner.accept import carry_out
from console.planner.by_itself import told_changes
from console.planner.child import PlannerChild, PlannerFailed
from console.planner.picture import Picture, picture, signature
from dispatch.actor import ENGINE
from dispatch.adapters.proposals import NOTHING, Proposal
from dispatch.follower import Follower

log = logging.getLogger(__name__)

#: Events come in bunches: a plan is asked for this long after the first of them.
DEBOUNCE_S = 0.5
#: People walk while nothing happens: as long as tickets are open, the plan is looked at again this often.
AGAIN_S = 20.0
#: What the search may take. A board of 30 tickets is near its best after a tenth of this.
SEARCH_S = 0.6
#: Where a person looks before it happens, an exchange of three may be shown; by itself the policy's number holds.
SHOWN_CHANGES = 3
#: Of tickets opened, so many may be changed by the engine itself after somebody was told.
TOLD_PER_TICKET = 0.2


class Planner:
    """A clockwork of the engine. ``step`` never waits: pictures are worked on in a thread that waits for the child."""

    def __init__(self, services: Any, child: PlannerChild | None = None) -> None:
        self._services = services
        self._child = child or PlannerChild(services.settings.home)
        self._follower = Follower(services.log)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="planner")
        self._asked: tuple[int, Future[dict[str, Any]]] | None = None
        self._known: int | None = None
        self._dirty_since: float | None = None
        self._asked_at = float("-inf")
        self._changed_by_itself = 0
        self._fell_back = ""
        services.closers.append(self.close)

    def step(self, now: datetime) -> None:
        """Take in what happened; take back an answer; ask anew where it is time."""
        self._follower.look()
        known = signature(self._follower.board)
        if known != self._known:
            self._known = known
            self._dirty_since = self._dirty_since or now.timestamp()
        self._collect(now)
        if self._asked is None and self._is_time(now.timestamp()):
            self._ask(now)

    def _is_time(self, now: float) -> bool:
        if self._dirty_since is not None and now - self._dirty_since >= DEBOUNCE_S:
            return True
        return now - self._asked_at >= AGAIN_S and self._asked_at > 0

    def _ask(self, now: datetime) -> None:
        services, ranker = self._services, self._services.ranker
        self._dirty_since, self._asked_at = None, now.timestamp()
        shown = picture(
            self._follower.board, services.positions.all(), now, ranker.policy,
            approach=ranker.approach, paces=ranker.paces(), shown_changes=SHOWN_CHANGES,
        )  # fmt: skip
        if not ranker.policy.replan:
            shown = Picture(shown.seq, shown.at, (), (), shown.policy)
        self._asked = self._known or 0, self._thread.submit(self._work, shown)

    def _work(self, shown: Picture) -> dict[str, Any]:
        """In the planner's thread. A child that fails costs quality, never the answer."""
        if not shown.tickets:
            return {**NOTHING.body, "seq": shown.seq}
        if not shown.crew:
            return {**NOTHING.body, "seq": shown.seq, "notes": [{"code": "nobody_on_duty"}]}
        try:
            return self._child.ask(shown, SEARCH_S)
        except PlannerFailed as failure:
            if failure.reason != self._fell_back:
                log.warning("planning without the solver: %s", failure.reason)
            self._fell_back = failure.reason
            from console.planner.propose import propose  # numpy and scipy: the child's, as long as there is one

            made = propose(shown, self._services.travel, time_limit_s=0.0)
            return {**made, "notes": [*made["notes"], {"code": "solver_failed"}]}

    def _collect(self, now: datetime) -> None:
        if self._asked is None or not self._asked[1].done():
            return
        (known, future), self._asked = self._asked, None
        try:
            body = future.result()
        except Exception:
            log.exception("no plan could be made")
            body = {**NOTHING.body, "seq": self._follower.board.seq, "notes": [{"code": "planner_failed"}]}
        if known != self._known:
            return  # the board has moved on: that plan is being made anew
        body = self._carried_out(body)
        former = self._services.proposals.latest()
        if former is None or former.body | {"seq": 0} != body | {"seq": 0}:
            self._services.proposals.put([Proposal(now, body)])

    # --- by itself ----------------------------------------------------------------------------

    def _carried_out(self, body: dict[str, Any]) -> dict[str, Any]:
        """What kinds and policy let the engine do is done; the rest is proposed."""
        board = self._follower.board
        left = min(
            int(TOLD_PER_TICKET * len(board.tickets) - self._changed_by_itself),
            self._services.ranker.policy.max_changes,
        )
        do = []
        for change in body.get("own", ()) if board.auto_dispatch else ():
            if told_changes(change) <= max(0, left):
                left -= told_changes(change)
                do.append(change)
        body = {name: value for name, value in body.items() if name != "own"}
        if not do:
            return body
        done = {row["ticket_id"] for row in carry_out(self._services, ENGINE, do) if row["ok"]}
        self._changed_by_itself += sum(told_changes(change) for change in do if change["ticket_id"] in done)
        return {**body, "changes": [change for change in body["changes"] if change["ticket_id"] not in done]}

    def close(self) -> None:
        self._child.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

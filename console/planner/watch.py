"""Planning as the engine's clock goes: after every change that matters a picture goes out, and what comes back is kept
for the desks, or carried out where the district lets the engine."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from typing import Any

from console import policies
from console.planner.accept import Change, carry_out, told_changes
from console.planner.child import PlannerChild, PlannerFailed
from console.planner.far import notes_of, set_apart
from console.planner.patience import AGAIN_S, Patience
from console.planner.picture import Picture, picture
from console.planner.signature import signature
from dispatch.actor import ENGINE
from dispatch.adapters.proposals import NOTHING, Proposal
from dispatch.board import Board
from dispatch.first_offer import left_to_plan
from dispatch.follower import Follower

log = logging.getLogger(__name__)

#: Events come in bunches: a plan for people is asked for this long after the first, one that is waited for at once.
DEBOUNCE_S = 0.5
#: What the search may take. A board of 30 tickets is near its best after a tenth of this.
SEARCH_S = 0.6


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
        self._patience = Patience()
        self._refused: frozenset[str] = frozenset()
        self._fell_back = ""
        services.closers.append(self.close)

    def step(self, now: datetime) -> None:
        """Take in what happened; take back an answer; ask anew where it is time."""
        self._follower.look()
        known = signature(self._follower.board)
        if known != self._known:
            self._known = known
            self._dirty_since = self._dirty_since or now.timestamp()
            self._patience.moved(now)
        self._collect(now)
        if self._asked is None and self._is_time(now):
            self._ask(now)

    def keeps(self, board: Board, now: datetime) -> frozenset[str]:
        """Tickets with whose first offer the ranking has to wait: it is the plan's, which is still in time."""
        policy = self._services.ranker.policy
        left = (board.tickets[one] for one in left_to_plan(board, policy, now) - self._refused)
        wait_s = policy.plan_patience_s
        return frozenset(
            one.id for one in left if not self._patience.is_over(one.waiting_since or one.opened_at, wait_s, now)
        )

    def _is_time(self, now: datetime) -> bool:
        if self._dirty_since is None:
            return now.timestamp() - self._asked_at >= AGAIN_S and self._asked_at > 0
        if now.timestamp() - self._dirty_since >= DEBOUNCE_S:
            return True
        return bool(self.keeps(self._follower.board, now))

    def _ask(self, now: datetime) -> None:
        services, ranker = self._services, self._services.ranker
        self._dirty_since, self._asked_at = None, now.timestamp()
        self._patience.asked(now)
        board = self._follower.board
        shown = picture(
            board, services.positions.all(), now, ranker.policy,
            approach=ranker.approach, paces=ranker.paces(),
        )  # fmt: skip
        shown = set_apart(shown, ranker.extent())
        if not ranker.policy.replan:
            shown = Picture(shown.seq, shown.at, (), (), shown.policy)
        self._asked = self._known or 0, self._thread.submit(self._work, shown)

    def _work(self, shown: Picture) -> dict[str, Any]:
        """In the planner's thread. A child that fails costs quality, never the answer."""
        if not shown.tickets:
            return {**NOTHING.body, "seq": shown.seq, "notes": notes_of(shown)}
        if not shown.crew:
            return {**NOTHING.body, "seq": shown.seq, "notes": [{"code": "nobody_on_duty"}, *notes_of(shown)]}
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
        moved_on = known != self._known
        try:
            body = dict(future.result())
            self._patience.answered()
            done = self._carried_out(body.pop("own", ()), moved_on)
        except Exception:
            log.exception("no plan could be made")
            self._patience.failed(now)
            body = {**NOTHING.body, "seq": self._follower.board.seq, "notes": [{"code": "planner_failed"}]}
            done = frozenset()
        if moved_on:
            return  # it is being made anew
        body["notes"] = [*policies.notes(), *body["notes"]]
        body["changes"] = [change for change in body["changes"] if change["ticket_id"] not in done]
        former = self._services.proposals.latest()
        if former is None or former.body | {"seq": 0} != body | {"seq": 0}:
            self._services.proposals.put([Proposal(now, body)])

    def _carried_out(self, own: Sequence[Change], moved_on: bool) -> frozenset[str]:
        """Tickets for which it was done. Of a board that has moved on meanwhile only what calls nobody back: who had
        nothing and is still free may go. What was refused is the ranking's again."""
        if not self._follower.board.auto_dispatch:
            return frozenset()
        do = [change for change in own if not (moved_on and told_changes(change))]
        rows = carry_out(self._services, ENGINE, do, self._follower.board) if do else []
        done = frozenset(row["ticket_id"] for row in rows if row["ok"])
        self._refused = frozenset(row["ticket_id"] for row in rows if not row["ok"])
        return done

    def close(self) -> None:
        self._child.close()
        self._thread.shutdown(wait=False, cancel_futures=True)

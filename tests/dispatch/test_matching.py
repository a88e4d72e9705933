"""Who could go, in which order, and why not the others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch import commands as c
from dispatch.first_offer import is_planned
from dispatch.matching import rank
from dispatch.position import Position
from dispatch.travel import Leg
from tests.dispatch.cast import ADMIN, DISPATCHER, START, District, worker

FIRE = Position(lon=111.0031, lat=35.0302)


@dataclass
class Fix:
    position: Position
    at: datetime = START


def at(metres: float, **more) -> Fix:
    """So many metres south of the fire."""
    return Fix(Position(lon=FIRE.lon, lat=FIRE.lat - metres / 111_195), **more)


class Walls:
    """Walking is straight, but twice as far for whoever stands within 60 m, and there is no way from beyond 5 km."""

    name = "walls"

    def to(self, goal, starts, *, limit_m=None):
        return [self._leg(goal.metres_to(start)) for start in starts]

    def _leg(self, straight):
        if straight > 5000:
            return None
        walked = straight + 400 if straight < 60 else straight
        return Leg(eta_s=walked / 1.25, distance_m=walked)

    def path(self, start, goal, profile="walk"):
        return Leg(1, 1, (start, goal))


def ranked(district: District, fixes: dict[str, Fix], kind: str = "smoke", **more):
    return rank(district.board, FIRE, district.board.kinds[kind], fixes, Walls(), START, **more)


def test_the_nearest_on_foot_comes_first_not_the_nearest_in_a_straight_line():
    rows = ranked(District(), {"w1": at(50), "w2": at(200), "w3": at(300)})
    assert [row.worker_id for row in rows] == ["w2", "w3", "w1"]
    assert "detour" in rows[2].reasons
    assert [row.rank for row in rows] == [1, 2, 3]


def test_who_gets_there_over_a_wall_only_is_said_to(monkeypatch):
    monkeypatch.setattr(Walls, "path", lambda *_: Leg(1, 1, (FIRE,), over_wall=True))
    rows = ranked(District(), {"w1": at(100), "w2": at(200)}, with_paths=1)
    assert ["over_wall" in row.reasons for row in rows] == [True, False, False]


def test_everybody_on_duty_is_listed_and_who_cannot_go_says_why():
    district = District()
    district.sent(1)
    district.say(worker(2), c.StartBreak())
    rows = {row.worker_id: row for row in ranked(district, {f"w{n}": at(100 * n) for n in (1, 2, 3)})}
    assert rows["w3"].rank == 1
    assert (rows["w1"].why_not, rows["w1"].why["load"]) == ("worker_busy", 1)
    assert rows["w2"].why_not == "worker_on_break"


def test_who_calls_for_help_is_not_sent_to_his_own_call_nor_anywhere_else():
    district = District(auto=True)
    sos = district.say(worker(1), c.RaiseSOS(lon=111.0031, lat=35.0302))[0]
    district.tick(seconds=1)
    assert set(district.stages(sos.ticket_id)) == {"w2", "w3"}
    rows = {row.worker_id: row for row in ranked(district, {f"w{n}": at(100 * n) for n in (1, 2, 3)})}
    assert (rows["w1"].why_not, rows["w1"].why["number"]) == ("worker_in_need", sos.number)
    leak = district.ticket()
    asked = c.OfferAssignment(ticket_id=leak.id, worker_id="w1")
    assert district.refusal(DISPATCHER, asked) == "worker_in_need"
    district.say(DISPATCHER, c.CancelTicket(ticket_id=sos.ticket_id, reason="he is well"))
    assert district.refusal(DISPATCHER, asked) == "accepted"


def test_a_place_of_which_only_half_is_known_is_left_to_people():
    district = District(auto=True)
    sos = district.say(worker(1), c.RaiseSOS(lon=111.0031))[0]
    assert not is_planned(district.board, district.board.tickets[sos.ticket_id])


def test_who_is_off_duty_is_not_listed():
    district = District()
    district.say(worker(1), c.SignOff())
    assert [row.worker_id for row in ranked(district, {})] == ["w2", "w3"]


def test_a_lift_fault_wants_somebody_trained_for_lifts():
    district = District()
    district.say(ADMIN, c.RegisterWorker(worker_id="w3", name="维保", skills=("lift",)))
    rows = ranked(district, {f"w{n}": at(100 * n) for n in (1, 2, 3)}, "lift_fault")
    assert (rows[0].worker_id, rows[0].reasons) == ("w3", ("has_skill",))
    assert rows[1].why_not == "worker_lacks_skill"


def test_an_old_fix_is_named_and_costs_a_minute():
    old = at(100, at=START - timedelta(minutes=11))
    rows = ranked(District(), {"w1": old, "w2": at(160), "w3": at(400)})
    assert [row.worker_id for row in rows] == ["w2", "w1", "w3"]
    assert "stale_fix" in rows[1].reasons
    assert rows[1].fix_age_s == 660


def test_where_the_map_knows_no_way_a_worker_is_asked_last_but_asked():
    far = at(6000)
    rows = ranked(District(workers=2), {"w1": far, "w2": at(2000)})
    assert [row.worker_id for row in rows] == ["w2", "w1"]
    assert rows[1].available
    assert "no_way" in rows[1].reasons


def test_without_any_fix_a_worker_comes_after_those_who_have_one():
    rows = ranked(District(), {"w2": at(900)})
    assert [row.worker_id for row in rows] == ["w2", "w1", "w3"]
    assert rows[1].eta_s is None


def test_other_roles_are_shown_but_not_sent_by_themselves():
    district = District()
    district.say(ADMIN, c.RegisterWorker(worker_id="w1", name="物业 03", role="property"))
    rows = ranked(district, {"w1": at(10), "w2": at(500)})
    assert rows[-1].why_not == "other_role"
    ticket = district.ticket().id
    district.say(DISPATCHER, c.OfferAssignment(ticket_id=ticket, worker_id="w1"))
    assert district.stages(ticket) == {"w1": "offered"}


def test_who_has_the_certificate_a_kind_asks_for_is_ranked_whatever_his_role():
    district = District(auto=True)
    district.say(ADMIN, c.RegisterWorker(worker_id="w1", name="维保 01", role="maintainer", skills=("lift",)))
    assert [row.worker_id for row in ranked(district, {"w1": at(10)}, kind="lift_fault") if row.available] == ["w1"]


def test_ones_own_grid_is_a_reason():
    district = District()
    district.say(ADMIN, c.RegisterWorker(worker_id="w1", name="网格员 01", grid_code="140802001001001"))
    rows = ranked(district, {"w1": at(100)}, grid_code="140802001001001", with_paths=1)
    assert rows[0].reasons == ("own_grid",)
    assert len(rows[0].path) == 2
    assert "over_wall" not in rows[0].reasons

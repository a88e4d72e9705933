"""Where phones are and what devices do: beside the rows, never on the board."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.live.telemetry import Telemetry
from dispatch.adapters.asset_states import AssetState, AssetStates
from dispatch.adapters.positions import Fix, Positions
from dispatch.adapters.presence import Presence
from dispatch.approach import Approach
from dispatch.matching import rank
from dispatch.matching.jobs import position_of
from dispatch.position import Position
from dispatch.travel.crow_flies import CrowFlies
from tests.dispatch.cast import District

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


class Scene:
    """The cast's district, with phones and devices."""

    def __init__(self) -> None:
        self.positions, self.presence, self.states = Positions(), Presence(), AssetStates()
        self.telemetry = Telemetry(self.positions, self.presence, self.states, CrowFlies())
        self.district = District()

    def fix(self, worker_id: str, lon: float = 111.0, at: datetime = NOW) -> None:
        self.positions.put([Fix(worker_id, Position(lon=lon, lat=35.0302), at, 8.0, at)])

    def moved(self) -> list[list[object]]:
        return self.telemetry.moved(self.district.board)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_a_worker_row_says_where_and_when(scene):
    scene.fix("w1")
    scene.presence.seen("w1", NOW + timedelta(seconds=3))
    row = scene.telemetry.decorate("workers", {"id": "w1", "lon": None, "name": "王"})
    assert (row["lon"], row["lat"], row["accuracy_m"], row["name"]) == (111.0, 35.0302, 8.0, "王")
    assert row["fix_at"].startswith("2026-11-21T04:00:00")
    assert row["seen_at"].startswith("2026-11-21T04:00:03")


def test_a_phone_never_heard_has_no_place(scene):
    assert scene.telemetry.decorate("workers", {"id": "w1", "lon": None}) == {"id": "w1", "lon": None, "seen_at": None}


def test_other_rows_stay_as_they_are(scene):
    row = {"id": "w1"}
    assert scene.telemetry.decorate("tickets", row) is row


def test_only_who_moved_is_told(scene):
    scene.fix("w1")
    scene.fix("w2")
    assert [item[0] for item in scene.moved()] == ["w1", "w2"]
    assert scene.moved() == []
    scene.fix("w2", 111.1, NOW + timedelta(seconds=5))
    assert [item[:3] for item in scene.moved()] == [["w2", 111.1, 35.0302]]


def test_a_worker_of_another_district_is_not_told(scene):
    scene.fix("stranger")
    assert scene.moved() == []


def test_a_worker_on_the_way_has_an_estimate_from_where_he_is(scene):
    scene.district.sent(1, upto="en_route")
    scene.fix("w1", lon=111.0031 - 0.0011)  # 100 m west of the ticket
    item = scene.moved()[0]
    assert 60 < item[5] < 200
    scene.fix("w2")
    assert scene.moved()[0][5] is None


def test_the_estimate_ends_at_the_flat_as_the_ranking_does(scene):
    """To the entrance at one's own pace, then stairs, lift and gate: the same seconds as the candidates' list says."""
    entrance = Position(lon=111.0031, lat=35.0312)
    asked = []

    def approach(where, kind):
        asked.append((where.floor, kind.id))
        return Approach(entrance, 105.0, 7, "stairs")

    travel, paces, board = CrowFlies(), {"w1": 1.2, "w2": 1.2}, scene.district.board
    telemetry = Telemetry(scene.positions, scene.presence, scene.states, travel, approach, lambda: paces)
    scene.district.sent(1, upto="en_route")
    scene.fix("w1", lon=111.002)
    scene.fix("w2", lon=111.002)
    left = telemetry.etas(board, list(scene.positions.all().values()))
    ticket = next(iter(board.tickets.values()))
    assert asked == [(ticket.where.floor, ticket.kind)]
    where, kind = position_of(ticket.where), board.kinds[ticket.kind]
    beside = rank(
        board, where, kind, scene.positions.all(), travel, NOW, approach=approach(ticket.where, kind), paces=paces
    ).of("w2")
    assert left == {"w1": pytest.approx(beside.eta_s)}
    assert left["w1"] > 105


def test_figures_count_sockets_and_devices_apart(scene):
    scene.states.put(
        [AssetState("pile", str(n), state, None, NOW) for n, state in enumerate(["free", "busy", "fault", "free"])]
        + [AssetState("lift", None, "online", None, NOW), AssetState("camera", None, "offline", None, NOW)]
    )
    assert scene.telemetry.figures() == {
        "sockets_free": 2,
        "sockets_total": 4,
        "devices_online": 1,
        "devices_total": 2,
    }

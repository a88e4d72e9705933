"""Real sockets, the real relay: who hears what, and when."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.support.live import LiveServer
from tests.support.raw_socket import Closed, RawSocket


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("home"))
    yield server
    server.kill()


@pytest.fixture
def join(server: LiveServer) -> Iterator[object]:
    made: list[RawSocket] = []

    def joiner(token: str = "desk-token", **auth: object) -> tuple[RawSocket, dict[str, object]]:
        made.append(RawSocket(server.port))
        return made[-1], made[-1].join(token, **auth)

    yield joiner
    for client in made:
        client.close()


def test_hello_says_where_the_log_is_and_who_one_is(server, join):
    _, hello = join()
    snapshot = server("snapshot", "desk")
    assert hello["role"] == "dispatcher"
    assert hello["district"] == "140802"
    assert hello["epoch"] == snapshot["epoch"]
    assert hello["head"] == snapshot["seq"]
    assert hello["room"] <= hello["head"]
    assert abs(hello["at"] / 1000 - time.time()) < 5


def test_desk_and_wall_hear_an_alert_and_the_phone_does_not(server, join):
    desk, _ = join()
    wall, _ = join("wall-token")
    phone, _ = join("w1-token")
    server("alert", "rooms-1")
    assert desk.hear("delta")["alerts"]["upsert"][0]["device_id"] == "rooms-1"
    assert wall.hear("delta")["alerts"]["upsert"][0]["device_id"] == "rooms-1"
    ticket = server("offer")
    mine = phone.hear("delta")
    rows = [row for table in ("tickets", "assignments") for row in mine[table]["upsert"]]
    assert mine["alerts"] == {"upsert": [], "remove": []}
    assert {row.get("ticket_id") or row["id"] for row in rows} <= {ticket}


def test_a_client_cannot_choose_a_room_that_its_role_does_not_allow(server, join):
    for token, asked in (
        ("w1-token", "desk"),
        ("wall-token", "desk"),
        ("desk-token", "phone"),
        ("w1-token", "worker:w2"),
    ):
        client = RawSocket(server.port)
        client.handshake()
        client.message()
        client.connect_namespace(token, view=asked)
        assert client.message().startswith("44")
    phone, _ = join("w1-token")
    for event in ("join", "subscribe", "enter_room"):
        phone.say(event, {"room": "desk"})
    server("alert", "rooms-2")
    desk, _ = join()
    server("alert", "rooms-3")
    desk.hear("delta")
    phone.sock.settimeout(0.3)
    with pytest.raises(TimeoutError):
        phone.hear("delta")


def test_a_desk_may_look_at_the_wall(server, join):
    client, _ = join("desk-token", view="wall")
    assert "wall" in server("state")["rooms"]
    client.close()


def test_deltas_add_up_to_the_snapshot_over_the_wire(server, join):
    desk, hello = join()
    before = server("snapshot", "desk")
    rows = {row["id"]: row for row in before["tickets"]}
    cursor = before["seq"]
    head = server("storm", 60)
    frames = 0
    started = time.monotonic()
    while cursor < head:
        delta = desk.hear("delta")
        frames += 1
        if delta["to"] <= cursor:
            continue
        assert delta["from"] <= cursor
        rows |= {row["id"]: row for row in delta["tickets"]["upsert"]}
        for row_id in delta["tickets"]["remove"]:
            rows.pop(row_id, None)
        cursor = delta["to"]
    after = server("snapshot", "desk")
    assert rows == {row["id"]: row for row in after["tickets"]}
    assert time.monotonic() - started < 5
    assert frames < 60, "a storm must not be a frame an alert"
    missed = server("deltas", "desk", hello["epoch"], before["seq"])
    assert missed["to"] == after["seq"]


def test_a_revoked_account_is_cut_at_once_and_cannot_come_back(server, join):
    one, _ = join("desk-token-2")
    other, _ = join("desk-token")
    started = time.monotonic()
    server("revoke", "user:yi")
    with pytest.raises(Closed):
        one.hear("nothing that is ever said")
    assert time.monotonic() - started < 2
    with pytest.raises((Closed, AssertionError)):
        join("desk-token-2")
    other.hear("looking")
    other.say("look", {"ticket_id": "t-9"})
    assert ["jia", "t-9"] in other.hear("looking")["items"]


def test_dispatchers_see_what_the_others_have_open_until_they_leave(server, join):
    one, _ = join()
    two, _ = join()
    assert two.hear("looking")["items"] == []
    one.say("look", {"ticket_id": "t-1"})
    assert two.hear("looking")["items"] == [["jia", "t-1"]]
    one.say("look", {"ticket_id": ["not", "an", "id"]})
    assert two.hear("looking")["items"] == []
    one.say("look", {"ticket_id": "t-2"})
    assert two.hear("looking")["items"] == [["jia", "t-2"]]
    one.close()
    assert two.hear("looking")["items"] == []


def test_a_wall_cannot_look(server, join):
    desk, _ = join()
    wall, _ = join("wall-token")
    wall.say("look", {"ticket_id": "t-3"})
    desk.say("look", {"ticket_id": "t-4"})
    while (items := desk.hear("looking")["items"]) == []:
        pass
    assert items == [["jia", "t-4"]]


def test_who_moved_is_told_once_a_second_outside_the_chain(server, join):
    wall, _ = join("wall-token")
    server("move", 111.5)
    item = wall.hear("positions")["items"][0]
    assert item[:3] == ["w1", 111.5, 35.0]
    assert server("snapshot", "wall")["workers"][0]["lon"] == 111.5
    assert server("snapshot", "worker:w1")["workers"][0]["fix_at"] == item[3]


def test_the_heartbeat_tells_head_and_room(server, join):
    desk, _ = join()
    beat = desk.hear("heartbeat")
    assert beat["room"] <= beat["head"] == server("state")["head"]
    assert beat["redis"] == "off"


def test_a_reader_waits_for_its_own_write_but_not_for_ever(server):
    assert server("waits", 0)[0] is True
    found, took = server("waits", 1)
    assert found is False
    assert 0.25 < took < 1


def test_another_epoch_is_told_to_every_screen(server, join):
    desk, hello = join()
    epoch = server("new_epoch")
    again = desk.hear("hello")
    assert again["epoch"] == epoch != hello["epoch"]
    server("alert", "after-restore")
    assert desk.hear("delta")["to"] == server("snapshot", "desk")["seq"]

"""The real network against distances that were computed elsewhere."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from dispatch.position import Position
from dispatch.travel.roads import Roads
from layers import network
from layers.importing import run
from layers.store import LayerStore
from tests.support.real_data import real_data

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Roads:
    home: Path = tmp_path_factory.mktemp("tsinghua")
    run("osm", real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf"), home, then=lambda *_: None)
    network.build(LayerStore(home))
    return Roads.load(home / network.FILE)


def test_sixty_pairs_agree_within_half_a_metre(roads: Roads) -> None:
    with real_data("routing_reference", "tsinghua_od_reference.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    for row in rows:
        start = Position(float(row["from_lon"]), float(row["from_lat"]))
        goal = Position(float(row["to_lon"]), float(row["to_lat"]))
        leg = roads.path(start, goal, "reference")
        assert leg is not None
        assert leg.distance_m == pytest.approx(float(row["network_m"]), abs=0.5)
        assert sum(map(Position.metres_to, leg.path, leg.path[1:])) == pytest.approx(leg.distance_m, abs=0.5)


def test_eight_instances_agree_in_every_pair(roads: Roads) -> None:
    text = real_data("routing_reference", "tsinghua_assignment.json").read_text(encoding="utf-8")
    for instance in json.loads(text):
        workers = [Position(w["lon"], w["lat"]) for w in instance["workers"]]
        for column, ticket in enumerate(instance["tickets"]):
            legs = roads.to(Position(ticket["lon"], ticket["lat"]), workers, profile="reference")
            ours = [leg.distance_m if leg else None for leg in legs]
            assert ours == pytest.approx([row[column] / 10 for row in instance["cost_dm"]], abs=0.5)


def test_a_matrix_says_the_same_there_and_back_and_knows_no_short_cut(roads: Roads) -> None:
    text = real_data("routing_reference", "tsinghua_assignment.json").read_text(encoding="utf-8")
    instance = max(json.loads(text), key=lambda one: len(one["workers"]))
    places = [Position(w["lon"], w["lat"]) for w in (*instance["workers"], *instance["tickets"])]
    metres = roads.matrix(places, places, profile="reference").metres
    assert metres == pytest.approx(metres.T, abs=0.01)
    workers, tickets = len(instance["workers"]), np.array(instance["cost_dm"]) / 10
    assert metres[:workers, workers:] == pytest.approx(tickets, abs=0.5)
    for middle in range(len(places)):
        assert (metres[:, [middle]] + metres[[middle], :] >= metres - 0.01).all()
    for column in (0, workers, len(places) - 1):
        legs = roads.to(places[column], places, profile="reference")
        assert [leg.distance_m for leg in legs if leg] == pytest.approx(metres[:, column].tolist(), abs=0.01)


def test_gates_make_some_walks_longer_and_none_shorter(roads: Roads) -> None:
    with real_data("routing_reference", "tsinghua_od_reference.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    longer = 0
    for row in rows:
        start = Position(float(row["from_lon"]), float(row["from_lat"]))
        goal = Position(float(row["to_lon"]), float(row["to_lat"]))
        leg = roads.path(start, goal)
        if leg is None or leg.distance_m > float(row["network_m"]) + 1:
            longer += 1
        else:
            assert leg.distance_m >= float(row["network_m"]) - 1
    assert 1 <= longer <= 20

"""Which buildings somebody can be at: the same as asking the ranking for each, however people move."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.position import Position
from dispatch.travel.coverage import Coverage, Start
from dispatch.travel.graph import Graph
from dispatch.travel.reach import Laid
from dispatch.travel.roads import Roads
from tests.dispatch.travel.cast import at, gate, town

LIMIT_S = 120.0


def doors_of(roads: Roads, places: list[Position]) -> Laid:
    return Laid.on_net(roads.net("walk"), np.array([p.lon for p in places]), np.array([p.lat for p in places]))


def made(roads: Roads, places: list[Position], limit_s: float = LIMIT_S) -> Coverage:
    return Coverage(roads.net("walk"), doors_of(roads, places), np.arange(len(places)), len(places), limit_s)


def by_ranking(roads: Roads, places: list[Position], starts: dict[str, Start], limit_s: float = LIMIT_S) -> list[int]:
    """How many workers reach each place, one question each: the independent answer."""
    found = []
    for place in places:
        legs = roads.to(place, [one.position for one in starts.values()])
        spent = [one.spent_s for one in starts.values()]
        found.append(sum(leg is not None and leg.eta_s + s <= limit_s for leg, s in zip(legs, spent, strict=True)))
    return found


places = st.builds(at, st.sampled_from([1, 2, 3, 4, 5, 6, 8]), st.floats(-90, 90), st.floats(-90, 90))
towns = st.sampled_from(
    [town(), town(gate(access="no")), town(gate(access="no"), path={"oneway:foot": "yes"}), Graph.build([])]
)


@settings(max_examples=80, deadline=None)
@given(
    towns,
    st.lists(places, min_size=1, max_size=12),
    st.lists(
        st.dictionaries(st.sampled_from("abcd"), st.builds(Start, places, st.sampled_from([0.0, 60.0]))), max_size=5
    ),
)
def test_it_is_kept_as_people_move(graph: Graph, doors: list[Position], rounds: list[dict[str, Start]]) -> None:
    roads = Roads(graph)
    kept = made(roads, doors)
    for starts in rounds:
        kept.update(starts)
        assert kept.reached_by.tolist() == by_ranking(roads, doors, starts)
        assert kept.workers == len(starts)
    kept.update({})
    assert kept.unreached().tolist() == list(range(len(doors)))


def test_only_who_moved_is_searched() -> None:
    kept = made(Roads(town()), [at(1), at(4)])
    team = {"a": Start(at(1)), "b": Start(at(4))}
    assert kept.update(team) == 2
    assert kept.update(dict(team)) == 0
    assert kept.update({**team, "a": Start(at(2))}) == 1
    assert kept.update({"a": Start(at(2))}) == 0


def test_a_building_is_reached_by_any_of_its_doors() -> None:
    roads = Roads(town())
    doors = doors_of(roads, [at(1), at(6), at(8)])
    kept = Coverage(roads.net("walk"), doors, np.array([0, 0, 1]), 2, LIMIT_S)
    kept.update({"a": Start(at(6)), "b": Start(at(6))})
    assert kept.reached_by.tolist() == [2, 0]
    assert kept.unreached().tolist() == [1]


def test_time_gone_counts() -> None:
    kept = made(Roads(town()), [at(2)])
    kept.update({"a": Start(at(1), spent_s=0.0)})
    assert not len(kept.unreached())
    kept.update({"a": Start(at(1), spent_s=60.0)})
    assert len(kept.unreached())
    kept.update({"a": Start(at(2), spent_s=500.0)})
    assert len(kept.unreached())


@pytest.mark.real_data
def test_on_the_network_of_tsinghua(tmp_path: Path) -> None:
    from layers import network
    from layers.importing import run
    from layers.store import LayerStore
    from tests.support.real_data import real_data

    run("osm", real_data("beijing_tsinghua_osm", "tsinghua.osm.pbf"), tmp_path, then=lambda *_: None)
    store = LayerStore(tmp_path)
    network.build(store)
    roads, draw = Roads.load(tmp_path / network.FILE), random.Random(4)
    points = [f.geometry.representative_point() for f in list(store.features("buildings"))[::5]]
    doors = [Position(p.x, p.y) for p in points]

    def somewhere() -> Start:
        return Start(
            Position(draw.uniform(116.3105, 116.3295), draw.uniform(39.993, 40.0105)), draw.choice([0.0, 60.0])
        )

    kept, starts = made(roads, doors, 300.0), {f"w{n}": somewhere() for n in range(40)}
    for worker in ("w0", "w1", "w2"):
        kept.update(starts)
        starts[worker] = somewhere()
    kept.update(starts)
    expected = by_ranking(roads, doors, starts, 300.0)
    assert kept.reached_by.tolist() == expected
    assert 0 < sum(n == 0 for n in expected) < len(doors)

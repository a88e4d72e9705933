from __future__ import annotations

import pytest
from shapely.geometry import Point

from layers.areas import Areas
from layers.rollup import Case, Gap, as_dict, roll_up
from tests.layers.test_areas import STREETS, area, grid, shenzhen

AREAS = Areas(
    [
        area("d", "district", 0, 4),
        *STREETS,
        area("c1", "community", 0, 1, parent="s1", code="140802001001"),
        area("c2", "community", 1, 2, parent="s1", code="140802001002"),
    ],
    [grid("140802001001001", 0, 0.5), grid("140802001001002", 0.5, 1)],
)


def at(lon: float | None, severity: str = "moderate", overdue: bool = False, grid_code: str | None = None) -> Case:
    return Case(lon, 0.5 if lon is not None else None, grid_code, severity, overdue)


CASES = [at(0.2, "extreme", True), at(0.7), at(1.5, overdue=True), at(3.0), at(9.0)]


def counted(level: str, within: str = "") -> tuple[dict[str, tuple[int, int]], int]:
    rolled = roll_up(CASES, AREAS, level, AREAS.find(within) if within else None)
    return {id: (count.open, count.overdue) for id, count in rolled.counts.items()}, rolled.unplaced


def test_open_and_overdue_by_street_community_and_grid() -> None:
    assert counted("street") == ({"s1": (3, 2), "s2": (1, 0)}, 1)
    assert counted("community") == ({"c1": (2, 1), "c2": (1, 1)}, 2)
    assert counted("grid") == ({"140802001001001": (1, 1), "140802001001002": (1, 0)}, 3)


def test_drilling_down_counts_what_is_inside_only() -> None:
    assert counted("community", "s1") == ({"c1": (2, 1), "c2": (1, 1)}, 0)
    assert counted("community", "s2") == ({}, 1)
    assert counted("grid", "c1") == ({"140802001001001": (1, 1), "140802001001002": (1, 0)}, 0)
    assert counted("grid", "s1")[1] == 1, "the one in the community without grids"


def test_counts_by_severity() -> None:
    rolled = roll_up(CASES, AREAS, "community")
    assert rolled.counts["c1"].by_severity == {"extreme": 1, "moderate": 1}


def test_a_ticket_without_a_point_is_where_its_grid_is() -> None:
    cases = [at(None, grid_code="140802001001002"), at(None, grid_code="140802009009009"), at(None)]
    rolled = roll_up(cases, AREAS, "street")
    assert (rolled.counts["s1"].open, rolled.unplaced) == (1, 2)


def test_a_ticket_on_a_border_counts_once() -> None:
    rolled = roll_up([at(1.0), at(2.0)], AREAS, "street")
    assert sum(count.open for count in rolled.counts.values()) == 2


def test_gaps_are_named_where_figures_are_missing() -> None:
    assert roll_up([], AREAS, "community").gaps == [Gap("s2", "s2", "no_children")]
    assert roll_up([], AREAS, "grid").gaps == [Gap("c2", "c2", "no_children")]
    assert roll_up([], AREAS, "community", AREAS.find("s1")).gaps == []
    holes = Areas([area("d", "district", 0, 4), area("s1", "street", 0, 3), area("c", "community", 3.5, 4)])
    assert roll_up([], holes, "street").gaps == [Gap("d", "d", "uncovered")]
    assert {gap.why for gap in roll_up([], holes, "community").gaps} == {"no_children", "level_missing"}
    lost = Areas([area("d", "district", 0, 4), area("c", "community", 7, 8)])
    assert Gap("c", "c", "no_parent") in roll_up([], lost, "community").gaps


def test_the_answer_says_where_one_may_go_on() -> None:
    told = as_dict(roll_up(CASES, AREAS, "street"), AREAS)
    assert [(row["id"], row["open"], row["children"]) for row in told["areas"]] == [("s1", 3, 2), ("s2", 1, 0)]
    assert told["unplaced"] == 1


@pytest.mark.real_data
def test_every_ticket_of_shenzhen_is_counted_once_or_unplaced() -> None:
    """54 of the 78 streets have no communities: their tickets are unplaced by community and counted by street."""
    areas = shenzhen()
    spots = [one.geometry.representative_point() for one in areas.at("street")]
    cases = [Case(spot.x, spot.y, None, "minor", False) for spot in [*spots, Point(100, 30)]]
    by_street, by_community = roll_up(cases, areas, "street"), roll_up(cases, areas, "community")
    assert {count.open for count in by_street.counts.values()} == {1}
    assert by_street.unplaced == 1
    placed = sum(count.open for count in by_community.counts.values())
    assert placed + by_community.unplaced == len(cases)
    whys = [gap.why for gap in by_community.gaps]
    assert whys.count("no_children") == 54
    assert by_community.unplaced >= 55

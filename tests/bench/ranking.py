"""All 300 workers for one ticket on the road network of Tsinghua."""

from __future__ import annotations

from pathlib import Path

from tests.bench.figure import Figure
from tests.dispatch.travel.bench_ranking import ranking


def run(_folder: Path) -> list[Figure]:
    took = ranking()
    return [
        Figure("ranking 300 workers, median", took["median_ms"], "ms", took["crow_ms"], "straight line", "≤ 10"),
        Figure("… p99", took["p99_ms"], "ms"),
    ]

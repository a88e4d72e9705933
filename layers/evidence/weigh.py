"""Try every datum on a file's points, see what they fall on, and decide or say why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from layers.datum import numbers, to_wgs84
from layers.evidence import verdict
from layers.evidence.ground import DEGREE_M, Flags, Floats, Ground, Hits
from layers.evidence.verdict import Evidence, Hypothesis, significance
from layers.feature import Box
from layers.store import LayerStore

#: More points make nothing clearer; drawn at random, always the same.
SAMPLE = 1_000
#: Metres around the points in which the home's layers are looked at: further than any shift.
MARGIN_M = 2_500.0
BLOCK_M = 150.0
#: Metres of readings that nobody claims, in eight directions: what chance alone would fall on.
DECOYS_M = (120.0, 600.0, 1_200.0)
_DIRECTIONS = 8
_NEAR = _DIRECTIONS  # the nearest ring may fit as well, since yards are that wide; it must not fit better
#: What own place, building and road are worth. Water and green lie where no building is; roads lead up to doors.
_THINGS, _ROADS, _NATURE = (3.0, 2.0, 1.5), (1.0, 0.0, 2.5), (1.0, -2.0, -1.0)
_WORTH = {"roads": _ROADS, "water": _NATURE, "green": _NATURE}


def weigh(
    layer: str,
    points: NDArray[np.float64],
    names: Sequence[str],
    store: LayerStore,
    hypotheses: Sequence[str] = (),
) -> Evidence:
    """What a file's points (n × 2, x = east, as they stand there) fall on in ``store`` under each datum.

    ``names`` is the community or compound of each point, or "". Of polygons give a point inside, of lines one upon
    them. Without ``hypotheses`` the size of the numbers says which there are. Nothing is written or kept.
    """
    xy = np.asarray(points, dtype=float).reshape(-1, 2)
    keep = _sample(np.flatnonzero(np.isfinite(xy).all(axis=1)))
    xy, named = xy[keep], [str(names[i] or "") if i < len(names) else "" for i in keep.tolist()]
    datums = tuple(hypotheses) or numbers.hypotheses(xy)
    if not datums:
        return Evidence((), None, "no_such_numbers")
    degrees = [np.column_stack(to_wgs84(xy[:, 0], xy[:, 1], one)) for one in datums]
    ground = Ground(store, _around(degrees))
    whose = ground.whose(named)
    tried = [_try(layer, ground, one, whose) for one in degrees]
    rows = tuple(_row(datum, one, tried[0]) for datum, one in zip(datums, tried, strict=True))
    known = whose != np.array(None)
    if not store.layers():
        return Evidence(rows, None, "no_layers")
    if not ground:
        return Evidence(rows, None, "far_away")
    chosen, why = _decide(layer, ground, tried, whose, known)
    return Evidence(rows, None if chosen is None else datums[chosen], why, int(known.sum()))


@dataclass(frozen=True, slots=True)
class _Try:
    metres: Floats
    hits: Hits
    scores: Floats

    def own_share(self, known: Flags) -> float:
        return float(self.hits.own[known].mean()) if known.any() else 0.0


def _try(layer: str, ground: Ground, lonlat: Floats, whose: NDArray[np.object_]) -> _Try:
    return _at(layer, ground, ground.metres(lonlat[:, 0], lonlat[:, 1]), whose)


def _at(layer: str, ground: Ground, metres: Floats, whose: NDArray[np.object_]) -> _Try:
    hits, (own, building, road) = ground.hits(metres, whose), _WORTH.get(layer, _THINGS)
    return _Try(metres, hits, own * hits.own + building * hits.building + road * hits.road)


def _row(datum: str, tried: _Try, first: _Try) -> Hypothesis:
    hits, shift = tried.hits, np.hypot(*(tried.metres - first.metres).T)
    return Hypothesis(
        datum=datum,
        n=len(shift),
        own_community=int(hits.own.sum()),
        on_building=int(hits.building.sum()),
        near_road=int(hits.road.sum()),
        score=round(float(np.clip(tried.scores.mean() / sum(_THINGS), 0, 1)), 3) if len(shift) else 0.0,
        shift_m=round(float(np.nanmedian(shift)), 1) if np.isfinite(shift).any() else 0.0,
    )


def _decide(
    layer: str, ground: Ground, tried: list[_Try], whose: NDArray[np.object_], known: Flags
) -> tuple[int | None, str]:
    if len(whose) < verdict.LEAST_POINTS:
        return None, "few_points"
    best = max(range(len(tried)), key=lambda i: float(tried[i].scores.mean()))
    winner, others = tried[best], [one for i, one in enumerate(tried) if i != best]
    if not np.any(winner.scores > 0):
        return None, "far_away"
    decoys = [_at(layer, ground, winner.metres + offset, whose) for offset in _offsets()]
    block = _blocks(winner.metres)
    if any(_fits_better(one, winner, known, block) for one in decoys):
        return None, "elsewhere"
    if _by_names(winner, others, known):
        return best, "names"
    if _by_ground(winner, others, decoys[_NEAR:], block):
        return best, "ground"
    return None, "no_margin"


def _fits_better(decoy: _Try, winner: _Try, known: Flags, block: NDArray[np.int64]) -> bool:
    named = decoy.own_share(known) > winner.own_share(known) + verdict.OWN_SLACK
    return named or significance(decoy.scores - winner.scores, block) > verdict.ELSEWHERE_Z


def _by_names(winner: _Try, others: list[_Try], known: Flags) -> bool:
    share = winner.own_share(known)
    runner_up = max((one.own_share(known) for one in others), default=0.0)
    enough = int(known.sum()) >= verdict.LEAST_POINTS and share >= verdict.OWN_SHARE
    return enough and runner_up <= verdict.OWN_RATIO * share


def _by_ground(winner: _Try, others: list[_Try], decoys: list[_Try], block: NDArray[np.int64]) -> bool:
    everywhere = np.ones(len(block), dtype=bool)
    usable = [one for one in decoys if one.hits.mapped.mean() >= 0.5]
    return (
        len(usable) >= verdict.LEAST_DECOYS
        and all(_beats(winner, one, block, everywhere, verdict.GROUND_Z) for one in others)
        and all(_beats(winner, one, block, one.hits.mapped, verdict.DECOY_Z) for one in usable)
    )


def _beats(winner: _Try, other: _Try, block: NDArray[np.int64], where: Flags, z: float) -> bool:
    gain = (winner.scores - other.scores)[where]
    return float(gain.mean()) >= verdict.GROUND_GAIN and significance(gain, block[where]) >= z


def _offsets() -> list[Floats]:
    turns = np.arange(_DIRECTIONS) * 2 * np.pi / _DIRECTIONS
    return [far * np.array([np.cos(turn), np.sin(turn)]) for far in DECOYS_M for turn in turns]


def _blocks(metres: Floats) -> NDArray[np.int64]:
    """The 150 m square of each point, numbered from 0."""
    squares = np.floor(np.nan_to_num(metres) / BLOCK_M).astype(np.int64)
    return np.unique(squares, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _sample(at: NDArray[np.intp]) -> NDArray[np.intp]:
    return at if len(at) <= SAMPLE else np.sort(np.random.default_rng(0).choice(at, SAMPLE, replace=False))


def _around(degrees: list[Floats]) -> Box:
    """Every reading of the points, and a margin."""
    every = np.concatenate([*degrees])
    every = every[np.isfinite(every).all(axis=1)]
    if not len(every):
        return (0.0, 0.0, 0.0, 0.0)
    (west, south), (east, north) = every.min(axis=0), every.max(axis=0)
    tall = MARGIN_M / DEGREE_M
    wide = tall / max(0.1, float(np.cos(np.radians((south + north) / 2))))
    return west - wide, south - tall, east + wide, north + tall

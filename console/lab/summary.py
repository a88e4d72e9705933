"""What many days came to: each policy's figures, and its difference from the first policy's on the same days."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from scipy.special import stdtrit

from console.lab import resample
from console.lab.score import Score, p95, spread
from dispatch.policy import Policy
from dispatch.severity import SEVERITIES


@dataclass(frozen=True, slots=True)
class Setting:
    """What is played: so many days of that load with so many workers."""

    scenario: str
    district: str
    load: float
    workers: int
    seeds: int
    first_seed: int = 1
    hours: tuple[float, float] = resample.HOURS
    pairs: bool = True


@dataclass(frozen=True, slots=True)
class Summary:
    """One policy over all days. Minutes; shares between 0 and 1; ``p95`` over all tickets of that severity."""

    policy: str
    tickets: int
    late: int
    late_share: float
    late_by: dict[str, int]
    tickets_by: dict[str, int]
    response_min: dict[str, float]
    p95_min: dict[str, float]
    walk_min: float
    busy_share: float
    spread: float
    changes_per_ticket: float
    offers_per_ticket: float
    last_done_h: float
    cpu_s: float


@dataclass(frozen=True, slots=True)
class Versus:
    """Against the first policy, day by day on the same draws: ratio of the sums, and the 95 % interval of the mean
    daily difference in that figure's own unit."""

    policy: str
    late_ratio: float | None
    late_diff: tuple[float, float]
    severe_ratio: float | None
    severe_diff_min: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Comparison:
    setting: Setting
    summaries: list[Summary]
    versus: list[Versus]
    scores: list[Score]
    notes: list[str] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: everything but the single responses."""
        days = [
            {"policy": one.policy, "seed": one.seed, "tickets": one.tickets, "late": one.late, "changes": one.changes}
            | {"response_min": {name: mean(of) / 60 for name, of in one.responses.items() if of}}
            for one in self.scores
        ]
        return {
            "setting": asdict(self.setting),
            "policies": [asdict(one) for one in self.summaries],
            "against_first": [asdict(one) for one in self.versus],
            "days": days,
            "notes": self.notes,
        }


def compared(
    setting: Setting, policies: Sequence[Policy], scores: Sequence[Score], notes: Sequence[str] = ()
) -> Comparison:
    """The days of every policy, played here or elsewhere, put together. The first policy is what is compared with."""
    by = {policy.name: [one for one in scores if one.policy == policy.name] for policy in policies}
    first = policies[0].name
    versus = [_versus(name, by[first], of) for name, of in by.items() if name != first]
    return Comparison(setting, [_summary(name, of) for name, of in by.items()], versus, list(scores), list(notes))


def _summary(name: str, scores: Sequence[Score]) -> Summary:
    tickets = sum(one.tickets for one in scores)
    responses = {kind: [s for one in scores for s in one.responses.get(kind, ())] for kind in SEVERITIES}
    responses = {kind: of for kind, of in responses.items() if of}
    busy = [[w + s for w, s in zip(one.walk_s, one.worked_s, strict=True)] for one in scores]
    return Summary(
        policy=name,
        tickets=tickets,
        late=sum(one.late for one in scores),
        late_share=sum(one.late for one in scores) / tickets,
        late_by=_sums([one.late_by for one in scores]),
        tickets_by=_sums([one.tickets_by for one in scores]),
        response_min={kind: mean(of) / 60 for kind, of in responses.items()},
        p95_min={kind: p95(of) / 60 for kind, of in responses.items()},
        walk_min=mean([mean(one.walk_s) for one in scores]) / 60,
        busy_share=mean([mean(of) / one.length_s for of, one in zip(busy, scores, strict=True)]),
        spread=mean([spread(of) for of in busy]),
        changes_per_ticket=sum(one.changes for one in scores) / tickets,
        offers_per_ticket=sum(one.offers for one in scores) / tickets,
        last_done_h=mean([one.ended_s for one in scores]) / 3600,
        cpu_s=mean([one.took_s for one in scores]),
    )


def _versus(name: str, base: Sequence[Score], other: Sequence[Score]) -> Versus:
    severe = [
        (mean(a.responses.get("severe", ())), mean(b.responses.get("severe", ())))
        for a, b in zip(base, other, strict=True)
    ]
    late = [(float(a.late), float(b.late)) for a, b in zip(base, other, strict=True)]
    pooled = [mean([s for one in of for s in one.responses.get("severe", ())]) for of in (base, other)]
    return Versus(
        policy=name,
        late_ratio=_ratio(sum(b for _, b in late), sum(a for a, _ in late)),
        late_diff=_interval([b - a for a, b in late]),
        severe_ratio=_ratio(pooled[1], pooled[0]),
        severe_diff_min=_interval([(b - a) / 60 for a, b in severe]),
    )


def _interval(values: Sequence[float]) -> tuple[float, float]:
    """95 % of the mean; both ends the value itself where there is one day only."""
    middle = mean(values)
    if len(values) < 2:
        return middle, middle
    half = float(stdtrit(len(values) - 1, 0.975)) * statistics.stdev(values) / len(values) ** 0.5
    return middle - half, middle + half


def _sums(rows: Sequence[Mapping[str, int]]) -> dict[str, int]:
    names = [name for name in SEVERITIES if any(name in row for row in rows)]
    return {name: sum(row.get(name, 0) for row in rows) for name in names}


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else 0.0

"""Policies side by side over the same days."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence

from console.lab import resample
from console.lab.clockwork import BEGIN
from console.lab.day import Day
from console.lab.desk import Desk
from console.lab.district import District
from console.lab.planned import PlannedDesk
from console.lab.play import Play
from console.lab.refused import LabRefused
from console.lab.score import Score, score
from console.lab.summary import Comparison, Setting, compared
from console.lab.ways import Ways
from console.simulation.script import Line
from dispatch.kind import Kind
from dispatch.policy import Policy

Progress = Callable[[int, int, str], None]


def compare(
    lines: Sequence[Line],
    district: District,
    kinds: Mapping[str, Kind],
    policies: Sequence[Policy],
    setting: Setting,
    progress: Progress = lambda done, total, what: None,
) -> Comparison:
    """Every policy on every day. Raises LabRefused; what ``progress`` raises ends it."""
    if not policies:
        raise LabRefused("no_policy", "name at least one policy: --policy NAME")
    scores: list[Score] = []
    total = setting.seeds * len(policies)
    for seed in range(setting.first_seed, setting.first_seed + setting.seeds):
        day = day_of(lines, district, kinds, setting, seed)
        for policy in policies:
            progress(len(scores), total, policy.name)
            scores.append(play(day, policy, district.ways))
    progress(total, total, "")
    return compared(setting, policies, scores, district.notes)


def day_of(lines: Sequence[Line], district: District, kinds: Mapping[str, Kind], setting: Setting, seed: int) -> Day:
    """One of the setting's days."""
    return resample.day(
        lines, district, kinds,
        seed=seed, load=setting.load, workers=setting.workers, hours=setting.hours, pairs=setting.pairs,
    )  # fmt: skip


def play(day: Day, policy: Policy, ways: Ways) -> Score:
    """One day under one policy."""
    began = time.process_time()
    one = Play(day, policy, ways, PlannedDesk if policy.replan else Desk)
    events = one.run()
    return score(policy.name, day, events, list(one.hands.values()), BEGIN.timestamp(), time.process_time() - began)


__all__ = ["Comparison", "Progress", "Setting", "compare", "day_of", "play"]

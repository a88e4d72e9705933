"""What somebody asks of the lab, by names: on the command line, or at the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from console import catalogue, policies
from console.demo import SCENARIOS
from console.lab import district as districts
from console.lab.compare import Comparison, Progress, Setting, compare
from console.lab.district import District
from console.lab.refused import LabRefused
from console.policies import BadPolicy
from console.simulation.script import Line, read
from dispatch.policy import Policy


@dataclass(frozen=True, slots=True)
class Order:
    """``scenario`` is a name in data/scenarios or a file; ``district`` demo, a folder, or empty: the home's own map."""

    scenario: str
    policies: tuple[str, ...]
    seeds: int = 5
    load: float = 0.8
    workers: int = 30
    district: str = ""


def carry_out(order: Order, home: Path, progress: Progress) -> Comparison:
    """Raises LabRefused, BadScenario, BadCatalogue: each says what is wrong with what was asked."""
    chosen = {name: policy(name) for name in dict.fromkeys(order.policies)}
    _different(chosen)
    name, lines = scenario(order.scenario)
    progress(0, 0, "map")
    where = district(order.district, home)
    setting = Setting(name, where.name, order.load, order.workers, order.seeds)
    return compare(lines, where, catalogue.read(), list(chosen.values()), setting, progress)


def policy(name: str) -> Policy:
    """By its name or file. LabRefused where it cannot be used, or has a line for a kind that is none."""
    try:
        found = policies.read(name)
        policies.check_kinds(found, catalogue.read().keys(), policies.file_of(name).name)
    except BadPolicy as wrong:
        raise LabRefused("policy", str(wrong), name=name) from None
    return found


def _different(chosen: Mapping[str, Policy]) -> None:
    """Figures are told apart by the policies' names: a file's own, or the name in it."""
    for n, (asked, one) in enumerate(chosen.items()):
        for before in list(chosen)[:n]:
            if chosen[before].name == one.name:
                files = f"{policies.file_of(before)} and {policies.file_of(asked)}"
                raise LabRefused("same_name", f"{files} are both named {one.name!r}: rename a file, or write name = …")


def scenarios() -> list[str]:
    """The names that come with the program."""
    return sorted(path.stem for path in SCENARIOS.glob("*.jsonl"))


def scenario(name: str) -> tuple[str, list[Line]]:
    """Its name and lines."""
    file = Path(name) if name.endswith(".jsonl") else SCENARIOS / f"{name}.jsonl"
    if not file.is_file() or (not name.endswith(".jsonl") and name not in scenarios()):
        raise LabRefused(
            "scenario", f"no scenario {name!r}; there are {', '.join(scenarios())}, or name a file", name=name
        )
    return file.stem, read(file)


def district(name: str, home: Path) -> District:
    """``demo`` is kept in ``home/lab/demo`` from the first time on."""
    if name not in ("", "demo"):
        folder = Path(name)
        if not folder.is_dir():
            raise LabRefused("district", f"no folder {name!r}: name demo, or a home with an imported map", name=name)
        return districts.of_home(folder)
    if name == "":
        try:
            return districts.of_home(home, "home")
        except LabRefused:
            pass
    return districts.demo(home / "lab" / "demo")

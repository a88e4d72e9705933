"""What simulated people say (data/scenarios/phrases.csv): texts of the scenario, not of a screen."""

from __future__ import annotations

import csv
import random
from pathlib import Path

PATH = Path(__file__).parents[2] / "data" / "scenarios" / "phrases.csv"


class Phrases:
    """``say(use, rng)`` gives one of the texts of a use; a use without texts is said in a word."""

    def __init__(self, path: Path = PATH) -> None:
        self._texts: dict[str, list[str]] = {}
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file):
                    self._texts.setdefault(row["use"], []).append(row["text"])

    def say(self, use: str, rng: random.Random) -> str:
        return rng.choice(self._texts.get(use) or [use])

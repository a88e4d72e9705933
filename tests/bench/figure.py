"""One line of the table: what was measured, beside its peer or limit of the same run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """``goal`` as in the issue, for example "≥ 300"; ``peer`` is what it is compared with, in the same unit."""

    name: str
    figure: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    goal: str = ""

    @property
    def ratio(self) -> float | None:
        return self.figure / self.peer if self.peer else None

    @property
    def met(self) -> bool | None:
        """None where there is no goal."""
        if not self.goal:
            return None
        sign, number = self.goal.split()
        return self.figure >= float(number) if sign == "≥" else self.figure <= float(number)

    def row(self) -> tuple[str, ...]:
        beside = f"{self.peer:,.1f} {self.peer_name}" if self.peer is not None else self.peer_name
        ratio = f"{self.ratio:.2f}" if self.ratio is not None else ""
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return self.name, f"{self.figure:,.1f}", self.unit, beside, ratio, f"{self.goal} {verdict}".strip()


HEAD = ("name", "figure", "unit", "peer or limit", "ratio", "goal")


def table(figures: list[Figure]) -> str:
    """Aligned text."""
    rows = [HEAD, *(one.row() for one in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )

"""The town plan: streets, blocks, and what stands on each parcel. Metres of the plan, north up, before bending."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Street:
    """A street of the grid. ``half`` is half its width in metres, ``walk`` the pavement beside it."""

    name: str
    at: float
    cls: str

    @property
    def half(self) -> float:
        return 13.0 if self.cls == "main" else 8.0

    @property
    def walk(self) -> float:
        return 6.0 if self.cls == "main" else 4.0


#: West to east.
AVENUES = (
    Street("工农路", -840, "street"),
    Street("解放路", -480, "main"),
    Street("红旗路", -130, "street"),
    Street("新建路", 215, "main"),
    Street("学苑路", 540, "street"),
    Street("东环路", 880, "main"),
)
#: South to north.
STREETS = (
    Street("滨湖大道", -480, "main"),
    Street("银湖街", -130, "main"),
    Street("康乐街", 200, "street"),
    Street("河东街", 530, "main"),
    Street("凤凰街", 880, "street"),
    Street("北环街", 1240, "main"),
)
#: Streets run on this far beyond the district.
BEYOND = 170.0
#: The district ends here in the lake.
SOUTH_END = -860.0
#: The old canal, south of 康乐街: centre and half width of water and of its green.
CANAL_V, CANAL_HALF, BANK_HALF = 160.0, 6.0, 17.0


@dataclass(frozen=True)
class Parcel:
    """A part of a block: column and row (row 0 is the southernmost), and its share of the block."""

    key: str
    name: str
    column: int
    row: int
    make: str  # slab | tower | mid | campus | park | old_street | …
    part: str = "all"  # all N S W E
    community: str = ""
    grid: bool = False
    shops: str = ""
    gates: str = ""  # sides, the main gate first
    lane: str = ""  # name of the lane to its east or north, where the block is divided
    more: dict[str, Any] = field(default_factory=dict)


def _read() -> tuple[Parcel, ...]:
    with (Path(__file__).parent / "parcels.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_parcel(row) for row in csv.DictReader(file))


def _parcel(row: dict[str, str]) -> Parcel:
    more = {key: _value(key, text) for key, text in (word.split("=") for word in row["more"].split())}
    where = (int(row["column"]), int(row["row"]), row["make"], row["part"])
    return Parcel(
        row["key"],
        row["name"],
        *where,
        row["community"],
        row["grid"] == "1",
        row["shops"],
        row["gates"],
        row["lane"],
        more,
    )


def _value(key: str, text: str) -> Any:
    """Slots of gardens are ``column:row`` joined by ``+``; all else is a number, or numbers joined by ``+``."""
    if key == "garden":
        return [(int(c), int(r)) for c, r in (slot.split(":") for slot in text.split("+"))]
    return [int(n) for n in text.split("+")] if key == "wide" else int(text)


PARCELS = _read()
HOMES = tuple(parcel for parcel in PARCELS if parcel.grid)
CIVIC = tuple(parcel for parcel in PARCELS if not parcel.grid)

#: Community → street (街道), the streets from north to south. Codes are invented: real ones begin at 001.
COMMUNITIES = {
    "御沁社区": "北苑街道",
    "五洲社区": "北苑街道",
    "学苑社区": "北苑街道",
    "荟萃社区": "河东街道",
    "枫林社区": "河东街道",
    "鼎鑫社区": "河东街道",
    "颐源社区": "河东街道",
    "解放社区": "银湖街道",
    "金海社区": "银湖街道",
    "阳光社区": "银湖街道",
    "吉祥社区": "银湖街道",
}
STREET_CODES = {"北苑街道": "901", "河东街道": "902", "银湖街道": "903"}
DISTRICT_CODE, DISTRICT_NAME = "140802", "示范片区"


def block(column: int, row: int) -> tuple[float, float, float, float]:
    """The block's middle-of-street lines: u0, v0, u1, v1."""
    return AVENUES[column].at, STREETS[row].at, AVENUES[column + 1].at, STREETS[row + 1].at


def bounds(parcel: Parcel) -> tuple[float, float, float, float]:
    """The parcel's part of its block, up to the middle of the street or lane around it."""
    u0, v0, u1, v1 = block(parcel.column, parcel.row)
    um, vm = (u0 + u1) / 2 + parcel.more.get("shift", 0), (v0 + v1) / 2 + parcel.more.get("shift", 0)
    return {
        "all": (u0, v0, u1, v1),
        "W": (u0, v0, um, v1),
        "E": (um, v0, u1, v1),
        "N": (u0, vm, u1, v1),
        "S": (u0, v0, u1, vm),
    }[parcel.part]

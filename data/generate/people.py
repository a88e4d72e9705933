"""The register of workers. All names are invented, all numbers begin with 139000, which nobody has."""

from __future__ import annotations

import csv
import random
from pathlib import Path

from names import people
from registers import Grid
from world import World, to_degrees

COLUMNS = (
    "worker_id",
    "name",
    "role",
    "org",
    "grid_code",
    "skills",
    "phone",
    "duty_from",
    "duty_to",
    "lon",
    "lat",
    "simulated",
)
#: Early, late and split shifts: at ten in the morning about 31 of 40 are on duty.
SHIFTS = (
    [("08:00", "18:00")] * 11
    + [("07:00", "15:30")] * 7
    + [("09:00", "20:30")] * 13
    + [("14:00", "23:30")] * 6
    + [("22:00", "08:00")] * 3
)
SKILLS = (("fire",), (), ("first_aid",), (), ("fire", "first_aid"), (), ("mediation",), ("electric", "fire"))
ALL = ("fire", "first_aid", "mediation", "electric", "lift")


def register(world: World, grids: list[Grid], folder: Path, seed: int) -> list[dict[str, str]]:
    """Own chance, so that a change to the map does not rename everybody."""
    rng = random.Random(seed)
    names = iter(people(rng, 64))
    grids = sorted(grids, key=lambda g: g.code)
    shifts = SHIFTS[:]
    rng.shuffle(shifts)
    rows = [_grid_worker(n, next(names), grids[(n - 1) % len(grids)], shifts[n - 1], rng, world) for n in range(1, 41)]
    rows += [
        _other(f"p{n:02d}", f"物业 {n:02d} {next(names)}", "property", org, n, rng, world)
        for n, org in enumerate(_PROPERTY, 1)
    ]
    rows += [
        _other(f"m{n:02d}", f"维保 {n:02d} {next(names)}", "maintainer", org, 20 + n, rng, world)
        for n, org in enumerate(_MAINTAINERS, 1)
    ]
    for n in range(1, 10):
        grid = grids[(n * 3) % len(grids)]
        rows.append(
            _row(f"demo-worker-{n}", f"演示 {n} {next(names)}", "grid_worker", grid.community, grid.code, ALL, 90 + n)
        )
    with (folder / "workers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


_PROPERTY = (
    "四季绿城物业",
    "鼎鑫地标物业",
    "滨湖一号物业",
    "金海湾物业",
    "荟萃花园物业",
    "颐源居物业",
    "天香蓝郡物业",
    "枫林逸景物业",
)
_MAINTAINERS = ("河东电梯维保站", "河东电梯维保站", "银湖电梯维保站", "银湖电梯维保站")


def _row(
    id: str, name: str, role: str, org: str, grid: str, skills: tuple[str, ...], line: int, **more: str
) -> dict[str, str]:
    row = dict.fromkeys(COLUMNS, "")
    return (
        row
        | {
            "worker_id": id,
            "name": name,
            "role": role,
            "org": org,
            "grid_code": grid,
            "skills": " ".join(skills),
            "phone": f"139000{line:05d}",
            "simulated": "0",
        }
        | more
    )


def _grid_worker(
    n: int, name: str, grid: Grid, shift: tuple[str, str], rng: random.Random, world: World
) -> dict[str, str]:
    return _row(
        f"w{n:02d}",
        f"网格员 {n:02d} {name}",
        "grid_worker",
        grid.community,
        grid.code,
        SKILLS[n % len(SKILLS)],
        n,
        duty_from=shift[0],
        duty_to=shift[1],
        simulated="1",
        **_door(world, grid, rng),
    )


def _other(id: str, name: str, role: str, org: str, line: int, rng: random.Random, world: World) -> dict[str, str]:
    skills = ("lift", "electric") if role == "maintainer" else ("fire",)
    short = org.removesuffix("物业")
    gate = next(
        (g for g in world.of("gates") if g.props["compound"].startswith(short)), world.of("gates")[line * 3 % 20]
    )
    at = to_degrees(gate.shape)
    return _row(
        id,
        name,
        role,
        org,
        "",
        skills,
        40 + line,
        duty_from="08:00",
        duty_to="20:00",
        simulated="1",
        lon=f"{at.x:.6f}",
        lat=f"{at.y:.6f}",
    )


def _door(world: World, grid: Grid, rng: random.Random) -> dict[str, str]:
    """Where the worker begins the day: at some door of the own grid."""
    doors = [e for e in world.of("entrances") if grid.shape.contains(e.shape)]
    at = to_degrees(rng.choice(doors).shape)
    return {"lon": f"{at.x:.6f}", "lat": f"{at.y:.6f}"}

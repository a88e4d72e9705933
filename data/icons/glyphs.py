"""Every icon as a function of a pen and the colours of a theme."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import NamedTuple

from pen import Pen, octagon


class Theme(NamedTuple):
    """Colours by role; severities are the same in both themes."""

    ground: str
    plate: str
    plate_edge: str
    quiet: str
    text: str
    edge: dict[str, str]
    free: str
    busy: str
    idle: str


SEVERITY = {"extreme": "#ff3b5c", "severe": "#ff8a2b", "moderate": "#ffd24a", "minor": "#63b8ff", "unknown": "#8fa3b5"}
EXERCISE, EXERCISE_PALE = "#b06bff", "#e6d4ff"
FAULT = SEVERITY["severe"]
DARK_EDGES = dict.fromkeys(SEVERITY, "#0b1016") | {"extreme": "#ffffff"}
LIGHT_EDGES = {
    "extreme": "#ffffff",
    "severe": "#7a3a00",
    "moderate": "#6b5200",
    "minor": "#0b4a80",
    "unknown": "#ffffff",
}
THEMES = {
    "dark": Theme("#0b1016", "#17222d", "#3a4c5c", "#8fa3b5", "#e9f0f6", DARK_EDGES, "#35cfa6", "#a78bfa", "#8796a5"),
    "light": Theme("#ffffff", "#ffffff", "#9fb0bf", "#51677a", "#1a2733", LIGHT_EDGES, "#0b8f6c", "#6a45d1", "#71808e"),
}

Draw = Callable[[Pen, Theme], None]


def severity(name: str, exercise: bool = False) -> Draw:
    def draw(pen: Pen, theme: Theme) -> None:
        edge = theme.edge[name]
        if exercise:
            SHAPES[name](pen, EXERCISE, EXERCISE, "")
            pen.stripes(EXERCISE_PALE, 1.6, 5.2)
            MARKS.get(name, _no_mark)(pen, "#3b0d66")
            return
        SHAPES[name](pen, SEVERITY[name], edge, "#ffffff" if name == "extreme" else "#1a0f04")

    return draw


def _extreme(pen: Pen, fill: str, edge: str, ink: str) -> None:
    pen.shape(octagon(10.4), fill, edge, 2.2)
    pen.shape(octagon(9.6), fill)
    if ink:
        _call_high(pen, ink)


def _call_high(pen: Pen, ink: str) -> None:
    pen.line([(12, 6.6), (12, 13)], ink, 2.7)
    pen.disc(12, 17, 1.65, ink)


def _severe(pen: Pen, fill: str, edge: str, ink: str) -> None:
    points = [(12, 3.2), (22, 20.6), (2, 20.6)]
    pen.shape(points, fill, edge, 3.4)
    pen.shape(points, fill, fill, 1.2)
    if ink:
        _call_low(pen, ink)


def _call_low(pen: Pen, ink: str) -> None:
    pen.line([(12, 9.6), (12, 14.4)], ink, 2.2)
    pen.disc(12, 17.8, 1.35, ink)


def _moderate(pen: Pen, fill: str, edge: str, ink: str) -> None:
    points = [(12, 3), (21, 12), (12, 21), (3, 12)]
    pen.shape(points, fill, edge, 2.6)
    pen.shape(points, fill, fill, 0.6)


def _minor(pen: Pen, fill: str, edge: str, ink: str) -> None:
    pen.disc(12, 12, 9, edge)
    pen.disc(12, 12, 7.7, fill)


def _unknown(pen: Pen, fill: str, edge: str, ink: str) -> None:
    pen.ring(12, 12, 7, 5.2, edge)
    pen.ring(12, 12, 7, 3, fill)


def _no_mark(pen: Pen, ink: str) -> None:
    pass


MARKS: dict[str, Callable[[Pen, str], None]] = {"extreme": _call_high, "severe": _call_low}
SHAPES = {"extreme": _extreme, "severe": _severe, "moderate": _moderate, "minor": _minor, "unknown": _unknown}


def worker(colour: Callable[[Theme], str], dashed: bool = False, solid: bool = False) -> Draw:
    """A person in a ring; dashed when the fix is old or they rest."""

    def draw(pen: Pen, theme: Theme) -> None:
        ink = colour(theme)
        pen.disc(12, 12, 11.6, theme.ground)
        if solid:
            pen.disc(12, 12, 10.4, ink)
        elif dashed:
            for start in range(0, 360, 45):
                pen.ring(12, 12, 9.8, 1.7, ink, (start, start + 27))
        else:
            pen.ring(12, 12, 9.8, 1.9, ink)
        body = "#ffffff" if solid else ink
        pen.disc(12, 9.2, 2.9, body)
        pen.pie(12, 18.2, 5.4, body, -90, 90)

    return draw


def thing(glyph: Callable[[Pen, str, str], None], ink: Callable[[Theme], str], broken: bool = False) -> Draw:
    """A glyph on a plate: quiet while it works, framed in orange with a stroke when it does not."""

    def draw(pen: Pen, theme: Theme) -> None:
        pen.box(1.4, 1.4, 22.6, 22.6, FAULT if broken else theme.plate_edge, 5.4)
        pen.box(2.7, 2.7, 21.3, 21.3, theme.plate, 4.3)
        glyph(pen, ink(theme), theme.plate)
        if broken:
            pen.line([(5.6, 18.4), (18.4, 5.6)], theme.plate, 4)
            pen.line([(5.6, 18.4), (18.4, 5.6)], FAULT, 1.9)

    return draw


def _bolt(pen: Pen, ink: str, ground: str) -> None:
    pen.shape([(13.4, 4.6), (7, 13.2), (11.3, 13.2), (10.4, 19.4), (17, 10.6), (12.5, 10.6)], ink, ink, 0.6)


def _camera(pen: Pen, ink: str, ground: str) -> None:
    pen.box(4.8, 8, 14.6, 15.4, ink, 1.6)
    pen.shape([(15.4, 10.9), (19.2, 8.4), (19.2, 15), (15.4, 12.6)], ink, ink, 0.5)
    pen.disc(9.6, 11.7, 2, ground)


def _lift(pen: Pen, ink: str, ground: str) -> None:
    pen.shape([(12, 5), (16.2, 10.4), (7.8, 10.4)], ink, ink, 0.7)
    pen.shape([(12, 19), (16.2, 13.6), (7.8, 13.6)], ink, ink, 0.7)


def _flame(pen: Pen, ink: str, ground: str) -> None:
    pen.disc(12, 14.4, 4.6, ink)
    pen.shape([(12.4, 4.4), (16.3, 12.6), (7.5, 13.2), (9.6, 9.4)], ink, ink, 0.7)
    pen.disc(12, 15.8, 2.1, ground)


def _detector(pen: Pen, ink: str, ground: str) -> None:
    pen.ring(12, 12, 6.4, 1.8, ink)
    pen.disc(12, 12, 2.7, ink)


def _hydrant(pen: Pen, ink: str, ground: str) -> None:
    pen.pie(12, 9, 3.7, ink, -90, 90)
    pen.box(8.9, 9.2, 15.1, 18, ink, 0.6)
    pen.box(6.6, 11, 17.4, 13.8, ink, 1)
    pen.box(7.4, 17.2, 16.6, 19.2, ink, 0.8)
    pen.disc(12, 12.4, 1.5, ground)


def _gate(pen: Pen, ink: str, ground: str) -> None:
    pen.line([(6.2, 6), (6.2, 18.4)], ink, 1.9)
    pen.line([(17.8, 6), (17.8, 18.4)], ink, 1.9)
    pen.line([(6.2, 9), (17.8, 9)], ink, 1.5)
    pen.line([(6.2, 14.4), (17.8, 14.4)], ink, 1.5)


def _door(pen: Pen, ink: str, ground: str) -> None:
    pen.box(7.6, 5, 16.4, 19, ink, 0.8)
    pen.disc(14, 12.4, 1.1, ground)


def _shed(pen: Pen, ink: str, ground: str) -> None:
    pen.shape([(4.8, 10.4), (12, 5.6), (19.2, 10.4)], ink, ink, 0.8)
    for x in (7, 12, 17):
        pen.line([(x, 12.4), (x, 18.2)], ink, 1.5)


def _shop(pen: Pen, ink: str, ground: str) -> None:
    pen.shape([(6.2, 5.8), (17.8, 5.8), (19.2, 10.6), (4.8, 10.6)], ink, ink, 0.8)
    pen.box(6.4, 11.6, 17.6, 18.6, ink, 0.6)
    pen.box(9.8, 13.6, 14.2, 18.6, ground)


def _extinguisher(pen: Pen, ink: str, ground: str) -> None:
    pen.box(8.6, 9.4, 15.4, 19.2, ink, 2)
    pen.box(10.6, 6.4, 13.4, 9, ink, 0.5)
    pen.line([(12, 6.2), (16.6, 5.2)], ink, 1.5)
    pen.line([(10.8, 6.4), (7.4, 8.2), (6.6, 12)], ink, 1.3)
    pen.box(8.6, 12, 15.4, 13.6, ground)


def _party_home(pen: Pen, ink: str, ground: str) -> None:
    pen.shape([(4.6, 11.6), (12, 5), (19.4, 11.6)], ink, ink, 0.8)
    pen.box(6.8, 11.4, 17.2, 19, ink, 0.8)
    star = [(12 + r * math.sin(math.radians(a)), 14.6 - r * math.cos(math.radians(a))) for a, r in _STAR]
    pen.shape(star, ground)


#: Degrees and radius of a star's ten corners.
_STAR = [(36 * n, 3.3 if n % 2 == 0 else 1.4) for n in range(10)]


def poi(pen: Pen, theme: Theme) -> None:
    pen.disc(12, 12, 5, theme.plate_edge)
    pen.disc(12, 12, 3, theme.quiet)


def donut(shares: tuple[int, ...]) -> Draw:
    """A ring of eighths, worst first from the top, with room for the count."""

    def draw(pen: Pen, theme: Theme) -> None:
        pen.disc(12, 12, 11.8, theme.ground)
        start = 0.0
        for name, share in zip(list(SEVERITY)[1:], shares, strict=True):
            end = start + share * 45
            gap = 4 if 0 < share < 8 else 0
            if share:
                pen.ring(12, 12, 9.6, 3, SEVERITY[name], (start + gap, end - gap))
            start = end

    return draw


def _quiet(theme: Theme) -> str:
    return theme.quiet


#: name → (size in CSS pixels, drawing)
ICONS: dict[str, tuple[float, Draw]] = {
    **{f"sev-{name}": (34 if name == "extreme" else 26, severity(name)) for name in SEVERITY},
    **{f"ex-{name}": (34 if name == "extreme" else 26, severity(name, exercise=True)) for name in SEVERITY},
    "worker-free": (25, worker(lambda theme: theme.free)),
    "worker-busy": (25, worker(lambda theme: theme.busy)),
    "worker-break": (25, worker(lambda theme: theme.idle, dashed=True)),
    "worker-stale": (25, worker(lambda theme: theme.idle, dashed=True)),
    "worker-sos": (32, worker(lambda theme: SEVERITY["extreme"], solid=True)),
    "pile-free": (20, thing(_bolt, lambda theme: theme.free)),
    "pile-busy": (20, thing(_bolt, _quiet)),
    "pile-fault": (20, thing(_bolt, _quiet, broken=True)),
    "camera": (20, thing(_camera, _quiet)),
    "camera-off": (20, thing(_camera, _quiet, broken=True)),
    "lift": (20, thing(_lift, _quiet)),
    "lift-fault": (20, thing(_lift, _quiet, broken=True)),
    "fire": (20, thing(_flame, _quiet)),
    "fire-host": (20, thing(_flame, _quiet)),
    "fire-terminal": (18, thing(_detector, _quiet)),
    "hydrant": (20, thing(_hydrant, _quiet)),
    "gate": (18, thing(_gate, _quiet)),
    "entrance": (16, thing(_door, _quiet)),
    "shed": (20, thing(_shed, _quiet)),
    "shop": (18, thing(_shop, _quiet)),
    "extinguisher": (18, thing(_extinguisher, _quiet)),
    "party-home": (18, thing(_party_home, _quiet)),
    "poi": (12, poi),
    **{
        f"donut-{a}{b}{c}{d}": (42, donut((a, b, c, d)))
        for a, b, c, d in product(range(9), repeat=4)
        if a + b + c + d == 8
    },
}

"""Which register a file is: by its name, else by its columns, else by its shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from console.i18n import LOCALES, has, t
from layers.importing import sandbox
from layers.importing.columns import names_of, plain
from layers.importing.frames import Batch
from layers.importing.reading.source import Request
from layers.importing.registers import KINDS, TABLES, fields_of
from layers.importing.report import ImportRefused
from layers.registry import IMPORTED

#: Names that everybody's files have: they say nothing about the register.
_COMMON = frozenset({"lon", "lat", "lonlat", "wkt", "datum", "id", "name", "place"})
#: Columns that must be a register's own before they decide.
LEAST = 2
_EXTRACTS = (".pbf", ".osm", ".o5m")
_OTHERWISE = {"Point": "places", "LineString": "roads", "Polygon": "buildings"}


def kind_of(path: Path) -> str:
    """A register, or ``osm``; the likeliest where nothing decides, since a person sees it and may choose another."""
    if path.name.lower().endswith((*_EXTRACTS, ".osm.bz2", ".osm.gz")):
        return "osm"
    return by_name(path.stem) or by_content(path)


def by_name(stem: str) -> str:
    """The register that the file is called after, the longest name that fits; "" where none does."""
    words = re.sub(r"[\s-]+", "_", stem.casefold())
    found = [(len(word), kind) for kind in KINDS for word in spoken(kind) if word in words]
    return max(found)[1] if found else ""


def spoken(kind: str) -> Iterable[str]:
    """What a register is called, in every language."""
    yield kind
    if kind.endswith("s"):
        yield kind[:-1]
    for locale in LOCALES:
        for key in (f"layer.{kind}", f"admin.layers.register.{kind}"):
            if has(key, locale):
                yield t(key, locale).casefold().replace(" ", "_")


def by_content(path: Path) -> str:
    """By the columns of the first rows, and what is drawn there."""
    columns, drawn = _first(path)
    scores = {kind: score(kind, columns) for kind in KINDS if _fits(kind, drawn)}
    best = max(scores, key=lambda kind: scores[kind], default="")
    if best and scores[best] >= LEAST:
        return best
    return _OTHERWISE.get(drawn.removeprefix("Multi"), "places")


def score(kind: str, columns: Iterable[str]) -> float:
    """How many columns are this register's own; less for a register of which most is missing."""
    there = {plain(column) for column in columns}
    own = [one for one in fields_of(kind) if one.name not in _COMMON]
    hits = sum(bool(there & set(names_of(kind)[one.name])) for one in own)
    needed = [one for one in fields_of(kind) if one.required]
    lacking = sum(not there & set(names_of(kind)[one.name]) for one in needed)
    return hits - 2 * lacking + (hits / len(own) if own else 0)


def _fits(kind: str, drawn: str) -> bool:
    if kind in TABLES:
        return not drawn
    shape = IMPORTED[kind].shape
    wanted = {"point": "Point", "line": "LineString", "polygon": "Polygon"}.get(shape, "")
    return not wanted or not drawn or drawn.removeprefix("Multi") == wanted


def _first(path: Path) -> tuple[list[str], str]:
    """(columns, type of the first geometry) of a file; nothing of one that cannot be read."""
    columns: list[str] = []
    try:
        with closing(sandbox.read(Request(str(path.resolve()), "places"))) as messages:
            for message in messages:
                if isinstance(message, Batch):
                    names = columns or list({name: None for row in message.rows for name in row})
                    return names, _drawn(message)
                columns = list(message.get("columns", ()))
    except ImportRefused as refused:
        return [str(name) for name in _listed(refused.detail.get("columns"))], ""
    return columns, ""


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _drawn(batch: Batch) -> str:
    there = [one for one in (batch.geometries if batch.geometries is not None else ()) if one is not None]
    return str(there[0].geom_type) if there else ""

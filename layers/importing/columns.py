"""Which column of a file is which property of ours."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from layers.importing.registers import fields_of

#: The name of the column by which every exported table says its datum, and what people call such a column.
DATUM_COLUMN = "datum"
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_DATUMS = {
    "wgs84": r"wgs-?84|wgs|gps",
    "gcj02": r"gcj-?02|gcj|amap|gaode|tencent|高德|腾讯|火星",
    "bd09": r"bd-?09(?:ll)?|bd|baidu|百度",
    "cgcs2000": r"cgcs-?2000|国家2000",
}
_EXACT = re.compile(r"^(?:lon|lat|x|y|wkt)_(wgs84|gcj02|bd09|cgcs2000|epsg\d{4,6})$")


@cache
def aliases() -> dict[str, list[str]]:
    """Ours → the usual names of it, best first (``columns.json``)."""
    text = Path(__file__).with_name("columns.json").read_text(encoding="utf-8")
    return {ours: list(theirs) for ours, theirs in json.loads(text).items()}


@cache
def names_of(kind: str) -> dict[str, list[str]]:
    """Ours → every heading understood for a register: its own fields first, then what is usual everywhere."""
    names = {ours: list(theirs) for ours, theirs in aliases().items()}
    for field in fields_of(kind):
        own = [plain(name) for name in (field.name, field.title, *field.aliases)]
        names[field.name] = list(dict.fromkeys(own + names.get(field.name, [])))
    for ours, theirs in names.items():
        names[ours] = list(dict.fromkeys([*theirs, *(short for name in (ours, *theirs) for short in _cut(name))]))
    places: dict[str, list[str]] = {ours: names.pop(ours) for ours in ("lon", "lat", "id") if ours in names}
    own_fields = {f.name: names.pop(f.name) for f in fields_of(kind) if f.name in names}
    return {**places, **own_fields, **names}


def _cut(name: str) -> list[str]:
    """What a Shapefile leaves of a column's name: 10 bytes, in either encoding."""
    cuts = [name.encode(encoding)[:10].decode(encoding, "ignore") for encoding in ("gbk", "utf-8")]
    return [cut for cut in cuts if cut != name]


def guess(columns: Iterable[str], mapping: Mapping[str, str] | None = None, kind: str = "") -> dict[str, str]:
    """Ours → theirs for the columns of a file; what ``mapping`` says wins. A column serves one property only."""
    listed = list(columns)
    there: dict[str, str] = {}
    for column in listed:
        there.setdefault(plain(column), column)
    chosen = {ours: theirs for ours, theirs in (mapping or {}).items() if theirs in listed}
    for ours, names in names_of(kind).items():
        found = next((there[n] for n in names if n in there and there[n] not in chosen.values()), None)
        if ours not in chosen and found is not None:
            chosen[ours] = found
    return chosen


def known(heading: str) -> bool:
    """Whether a cell is a heading that some register has."""
    return plain(heading) in _all_names()


@cache
def _all_names() -> frozenset[str]:
    from layers.importing.registers import KINDS

    return frozenset(name for kind in ("", *KINDS) for names in names_of(kind).values() for name in names)


def plain(column: str) -> str:
    """A heading without what varies: width, case, unit and remark in brackets, star of a required column, datum."""
    text = unicodedata.normalize("NFKC", column).strip().strip("\ufeff*: ").lower()
    text = _BRACKETS.sub("", text).strip().strip("*: ") or text
    found = _EXACT.match(text)
    return text.removesuffix(f"_{found[1]}") if found else text


def datum_of(heading: str) -> tuple[str, bool] | None:
    """(datum, whether it is said rather than hinted at) by a heading like ``lon_gcj02`` or ``经度(高德)``."""
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    exact = _EXACT.match(text)
    if exact:
        return exact[1].replace("epsg", "EPSG:"), True
    for datum, words in _DATUMS.items():
        if re.search(rf"(?<![a-z])(?:{words})(?![a-z0-9])", text):
            return datum, False
    return None

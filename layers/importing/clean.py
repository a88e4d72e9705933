"""Rows become features, or rejects with a reason. Nothing here writes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from layers.feature import Feature
from layers.fields import Field
from layers.importing.frames import Geometries
from layers.importing.gather import Rows
from layers.importing.limits import MAX_CELL, MAX_FEATURE_MB, MAX_VERTICES
from layers.importing.registers import KEYS, fields_of
from layers.importing.report import Reject
from layers.importing.values import Unfit, clean, plain, read

#: How the key of a template's example row begins.
EXAMPLE = ("示例", "example-")
#: Mapped columns that are no properties.
_PLACES = ("lon", "lat", "lonlat", "wkt", "datum")
_LIMITS = {"too_many_vertices": MAX_VERTICES, "too_long": MAX_CELL, "feature_too_large": MAX_FEATURE_MB}


@dataclass(slots=True)
class Cleaner:
    """One register's rows; remembers the ids it saw and the rejects."""

    kind: str
    mapping: Mapping[str, str]
    rejects: list[Reject] = field(default_factory=list)
    _seen: set[str] = field(default_factory=set)
    _fields: dict[str, Field] = field(default_factory=dict)
    _columns: dict[str, tuple[str, Field | None]] = field(default_factory=dict)
    _places: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._fields = {one.name: one for one in fields_of(self.kind)}
        self._places = frozenset(theirs for ours, theirs in self.mapping.items() if ours in _PLACES)
        # their column → (ours, its field)
        self._columns = {
            theirs: (ours, self._fields.get(ours)) for ours, theirs in self.mapping.items() if ours not in _PLACES
        }

    def features(self, rows: Rows, geometries: Geometries) -> list[Feature]:
        """The usable rows as features; ``geometries`` are in WGS 84, None where a problem is named."""
        made = []
        for index, (number, row) in enumerate(zip(rows.numbers, rows.rows, strict=True)):
            if index in rows.problems:
                name, code, value = rows.problems[index]
                self._problem(number, row, name, code, value)
                continue
            feature = self._feature(number, row, geometries[index])
            if feature is not None:
                made.append(feature)
        return made

    def records(self, rows: Rows) -> list[dict[str, Any]]:
        """The usable rows of a register without places."""
        made = []
        for index, (number, row) in enumerate(zip(rows.numbers, rows.rows, strict=True)):
            if index in rows.problems:
                self._problem(number, row, *rows.problems[index])
                continue
            props = self.props(number, row)
            if props is not None and self._first(number, props):
                made.append({**props, "_row": number})
        return made

    def _first(self, number: int | str, props: Mapping[str, Any]) -> bool:
        key = KEYS.get(self.kind)
        if key is None:
            return True
        id = str(props[key])
        if id in self._seen:
            self.refuse(number, self.mapping.get(key, key), "duplicate_id", id)
            return False
        self._seen.add(id)
        return True

    def props(self, number: int | str, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """Our properties of a row; None when a value does not fit, which is then among the rejects."""
        out: dict[str, Any] = {}
        for theirs, value in row.items():
            if theirs in self._places:
                continue
            ours, known = self._columns.get(theirs, (theirs, self._fields.get(theirs)))
            if known is not None:
                try:
                    value = read(known, value)
                except Unfit as unfit:
                    self.refuse(number, theirs, "bad_value", value, expected=str(unfit))
                    return None
            elif ours in ("id", "name"):
                value = None if value is None else clean(str(value))
            else:
                value = plain(ours, value)
            if value is not None and value != "" and ours:
                out[clean(ours)[:80]] = value
        return out if self._complete(number, out) else None

    def refuse(self, number: int | str, name: str, code: str, value: object = "", **detail: object) -> None:
        """Put the row among the rejects."""
        if code in _LIMITS:
            detail.setdefault("limit", _LIMITS[code])
        self.rejects.append(Reject(number, name, code, clean(str("" if value is None else value))[:200], detail))

    def _complete(self, number: int | str, props: dict[str, Any]) -> bool:
        key = next((str(props[name]) for name in ("id", "worker_id", "pile_id") if name in props), "")
        if key.startswith(EXAMPLE):
            self.refuse(number, "id", "example_row", key)
            return False
        missing = next((f.name for f in self._fields.values() if f.required and f.name not in props), None)
        if missing:
            self.refuse(number, self.mapping.get(missing, missing), "missing_value")
        return not missing

    def _problem(self, number: int | str, row: Mapping[str, Any], name: str, code: str, value: str) -> None:
        id = row.get(self.mapping.get("id", "id"))
        self.refuse(number, self._named(name, code), code, value, **({"id": str(id)[:80]} if id is not None else {}))

    def _named(self, name: str, code: str) -> str:
        """The column that is meant by ``geometry`` where the place came from columns."""
        if name != "geometry" or "lat" not in self.mapping:
            return name
        return self.mapping["lat"]

    def _feature(self, number: int | str, row: Mapping[str, Any], geometry: Any) -> Feature | None:
        props = self.props(number, row)
        if props is None:
            return None
        id = str(props.pop("id", None) or (props.get("code") if self.kind == "grids" else None) or f"row-{number}")
        if id in self._seen:
            self.refuse(number, self.mapping.get("id", "id"), "duplicate_id", id)
            return None
        self._seen.add(id)
        return Feature(id=id, name=str(props.pop("name", "")), geometry=geometry, props=props)

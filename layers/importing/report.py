"""What an import did or would do, and why it refused."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from dataclasses import field as default
from pathlib import Path
from typing import Any

from layers.feature import Box
from layers.importing.reasons import NOTES, REASONS

__all__ = ["NOTES", "REASONS", "Counts", "ImportRefused", "Note", "Reject", "Report"]
#: Rejects and repairs that go to a screen; the file has all of them.
SHOWN = 200


class ImportRefused(Exception):
    """The whole file was refused and every layer is as it was. ``code`` is a key of REASONS."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(REASONS[code].format(**detail))
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Reject:
    """One row that could not be used: its number (a CSV's header is 1), the field, the code, what stood there."""

    row: int | str
    field: str
    code: str
    value: str = ""
    detail: dict[str, object] = default(default_factory=dict)

    @property
    def reason(self) -> str:
        return REASONS[self.code].format_map({"value": self.value, **self.detail})


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was put right or assumed. ``code`` is a key of NOTES."""

    code: str
    value: str = ""
    asked: str = ""

    @property
    def sentence(self) -> str:
        return NOTES[self.code].format(value=self.value, asked=self.asked)


@dataclass(slots=True)
class Counts:
    """What happens to the features of one layer. ``gone``: not in the file and taken out (merging keeps them)."""

    total: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0


@dataclass(slots=True)
class Report:
    """What an import did. ``layers`` counts the good rows; the bad ones are in ``rejects`` and in their file."""

    kind: str
    file: str
    datum: str
    dry_run: bool
    mode: str = "replace"
    rows: int = 0
    layers: dict[str, Counts] = default(default_factory=dict)
    rejects: list[Reject] = default(default_factory=list)
    #: row → what was wrong with a polygon that was repaired
    repaired: dict[int | str, str] = default(default_factory=dict)
    #: columns of the file that became our properties: ours → theirs
    mapping: dict[str, str] = default(default_factory=dict)
    rejects_file: Path | None = None
    bounds: Box | None = None
    #: what the file is, the layers in it, the one that was read, its columns
    format: str = ""
    file_layers: list[dict[str, Any]] = default(default_factory=list)
    file_layer: str = ""
    columns: list[str] = default(default_factory=list)
    notes: list[Note] = default(default_factory=list)
    #: how many points fell into place under each datum, where that was weighed (layers/evidence.py)
    evidence: dict[str, Any] | None = None
    #: GeoJSON in WGS 84, some hundred features, when asked for
    preview: dict[str, Any] | None = None
    #: key of the import in the list of those that can be undone; 0 when nothing was written
    import_id: int = 0
    #: rows of a register that is no layer (workers, rosters), for the console to apply
    records: list[dict[str, Any]] = default(default_factory=list)

    @property
    def landed(self) -> int:
        return sum(counts.total for counts in self.layers.values()) or len(self.records)

    def as_dict(self) -> dict[str, Any]:
        """As JSON for a screen: the first rejects and repairs, and how many there are."""
        plain = ("kind", "file", "datum", "dry_run", "mode", "rows", "mapping", "bounds", "format", "file_layers")
        more = ("file_layer", "columns", "evidence", "preview", "import_id", "landed")
        return {
            **{name: getattr(self, name) for name in (*plain, *more)},
            "layers": {name: asdict(counts) for name, counts in self.layers.items()},
            "notes": [{"code": n.code, "value": n.value, "asked": n.asked, "text": n.sentence} for n in self.notes],
            "rejects": [
                {"row": r.row, "field": r.field, "code": r.code, "value": r.value, "reason": r.reason}
                for r in self.rejects[:SHOWN]
            ],
            "rejected": len(self.rejects),
            "repaired": [{"row": row, "why": why} for row, why in list(self.repaired.items())[:SHOWN]],
            "repaired_count": len(self.repaired),
            "rejects_file": self.rejects_file.name if self.rejects_file else None,
        }

"""What the map is made of: read here, imported with ``shaodao import``."""

from __future__ import annotations

from datetime import datetime

from console.i18n import has, t
from console.pages.admin.parts import Office, Row, Section
from console.pages.admin.words import moment
from layers.feature import LayerMeta


def _rows(office: Office) -> list[Row]:
    return [_row(office, meta) for _, meta in sorted(office.services.layers.layers().items())]


def _row(office: Office, meta: LayerMeta) -> Row:
    name = t(f"layer.{meta.name}") if has(f"layer.{meta.name}") else meta.name
    cells = {
        "name": name,
        "id": meta.name,
        "count": f"{meta.count:,}",
        "datum": meta.datum,
        "source": meta.source or "–",
        "imported": _imported(office, meta.imported_at),
    }
    return Row(id=meta.name, name=name, cells={**cells}, values={"name": meta.name, "count": meta.count})


def _imported(office: Office, at: str) -> str:
    """The store keeps UTC; people read their own clock, as in every other register."""
    try:
        return moment(office, datetime.fromisoformat(at).timestamp())
    except ValueError:
        return at or "–"


LAYERS = Section(
    name="layers",
    icon="layers",
    columns=("name", "id", "count", "datum", "source", "imported"),
    rows=_rows,
)

"""What the map is made of: read here, imported with ``shaodao import``."""

from __future__ import annotations

from console.i18n import has, t
from console.pages.admin.parts import Office, Row, Section
from layers.feature import LayerMeta


def _rows(office: Office) -> list[Row]:
    return [_row(meta) for _, meta in sorted(office.services.layers.layers().items())]


def _row(meta: LayerMeta) -> Row:
    name = t(f"layer.{meta.name}") if has(f"layer.{meta.name}") else meta.name
    cells = {
        "name": name,
        "id": meta.name,
        "count": f"{meta.count:,}",
        "datum": meta.datum,
        "source": meta.source or "–",
        "imported": meta.imported_at[:16].replace("T", " "),
    }
    return Row(id=meta.name, name=name, cells={**cells}, values={"name": meta.name, "count": meta.count})


LAYERS = Section(
    name="layers",
    icon="layers",
    columns=("name", "id", "count", "datum", "source", "imported"),
    rows=_rows,
)

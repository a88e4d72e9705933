"""What the map is made of: files come in here and go out."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from dash import html

from console.i18n import catalogue, current_locale, has, t
from console.pages.admin.markup import more
from console.pages.admin.parts import Chip, Office, Row, Section
from console.pages.admin.sections.layers_card import card
from console.pages.admin.words import moment
from layers import tile_progress
from layers.feature import LayerMeta
from layers.registry import IMPORTED
from layers.tile_progress import TileProgress

#: Texts that the panel's scripts need; reasons come worded from the server.
_WORDS = "admin.layers."
_WORDED = ("admin.layers.reason.", "admin.layers.note.")


def _rows(office: Office) -> list[Row]:
    progress = tile_progress.read(office.services.layers.home)
    metas = office.services.layers.layers()
    return [_row(office, metas[name], progress) for name in IMPORTED if name in metas]


def _row(office: Office, meta: LayerMeta, progress: TileProgress) -> Row:
    name = title(meta.name)
    cells: dict[str, str | Chip] = {
        "name": name,
        "id": meta.name,
        "count": f"{meta.count:,}",
        "datum": t(f"admin.layers.datum.{meta.datum}") if has(f"admin.layers.datum.{meta.datum}") else meta.datum,
        "source": meta.source or "–",
        "imported": moment(office, datetime.fromisoformat(meta.imported_at).timestamp()),
        "tiles": _tiles(meta.name, progress),
    }
    values = {"name": meta.name, "count": meta.count, "datum": meta.datum, "source": meta.source}
    return Row(id=meta.name, name=name, cells=cells, values=values)


def _tiles(name: str, progress: TileProgress) -> str | Chip:
    if (being := progress.of(name)) is not None:
        return Chip(t("admin.layers.tiles_making", done=being[0], total=being[1]), "chip-minor")
    return t("admin.layers.tiles_ready") if IMPORTED[name].tilesets else "–"


def title(register: str) -> str:
    """What a register is called."""
    for key in (f"layer.{register}", f"admin.layers.register.{register}"):
        if has(key):
            return t(key)
    return register


def _panel(office: Office) -> Any:
    """The place of the panel (assets/js/admin), with what it must know."""
    return html.Div(id="layer-import", **more(data_page=json.dumps(_page(), ensure_ascii=False)))


def _page() -> dict[str, Any]:
    from layers.importing.limits import MAX_FILE_MB  # numpy and the like: with the first page that is opened
    from layers.importing.registers import KINDS, TABLES
    from layers.importing.templates import TEMPLATES

    words = catalogue(current_locale()).items()
    return {
        "words": {key: text for key, text in words if key.startswith(_WORDS) and not key.startswith(_WORDED)},
        "registers": [_register(kind, kind in TABLES) for kind in KINDS] + [_register("osm", False)],
        "templates": list(TEMPLATES),
        "limit_mb": MAX_FILE_MB,
    }


def _register(kind: str, is_table: bool) -> dict[str, Any]:
    from layers.importing.registers import fields_of

    chinese = current_locale() == "zh-CN"
    fields = [
        {
            "name": one.name,
            "title": one.title if chinese else one.name.replace("_", " ").capitalize(),
            "required": one.required,
        }
        for one in fields_of(kind)
    ]
    return {"id": kind, "title": title(kind), "table": is_table, "fields": fields}


LAYERS = Section(
    name="layers",
    icon="layers",
    columns=("name", "id", "count", "datum", "imported", "source", "tiles"),
    rows=_rows,
    extra=_panel,
    card=card,
)

"""Who did what, when, from where: the last lines, and whether the chain holds."""

from __future__ import annotations

from console.access.audit import Entry
from console.i18n import has, t
from console.pages.admin.parts import Office, Row, Section
from console.pages.admin.words import moment, one_of

SHOWN = 300


def _rows(office: Office) -> list[Row]:
    return [_row(office, entry) for entry in office.services.access.audit.page(limit=SHOWN)]


def _row(office: Office, entry: Entry) -> Row:
    key = f"admin.audit.{entry.action}"
    cells = {
        "at": moment(office, entry.at),
        "actor": one_of(entry.actor),
        "action": t(key) if has(key) else entry.action,
        "subject": one_of(entry.subject or "–"),
        "address": entry.address or "–",
        "line": str(entry.id),
    }
    values = {"at": entry.at, "actor": entry.actor, "action": entry.action, "subject": entry.subject}
    return Row(id=str(entry.id), name=entry.action, cells={**cells}, values={**values, "detail": entry.detail})


def _chain(office: Office) -> str:
    broken = office.services.access.audit.verify()
    return t("admin.audit_holds") if broken is None else t("admin.audit_broken", n=broken)


AUDIT = Section(
    name="audit",
    icon="shield",
    columns=("at", "actor", "action", "subject", "address", "line"),
    rows=_rows,
    extra=_chain,
    readers=frozenset({"admin", "auditor"}),
)

"""Those who can be sent, and the phones that are theirs."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from console.i18n import t
from console.pages.admin.parts import Action, Chip, Field, Office, Once, Row, Section
from console.pages.admin.words import masked, skill_word, some
from dispatch.commands import RegisterWorker, RemoveWorker
from dispatch.errors import InvalidField
from dispatch.roster import LOCAL
from dispatch.skills import split
from dispatch.worker import ROLES as WORKER_ROLES
from dispatch.worker import Worker

_TONES = {"available": "chip-free", "off_duty": "chip-away", "on_break": "chip-away"}


def _rows(office: Office) -> list[Row]:
    phones = Counter(token.owner_id for token in office.services.access.tokens.of_kind("worker"))
    workers = sorted(office.services.board.workers.values(), key=lambda worker: worker.id)
    today = _today(office)
    return [_row(worker, phones[worker.id], today) for worker in workers]


def _today(office: Office) -> date:
    return office.services.clock().astimezone(LOCAL).date()


def _row(worker: Worker, phones: int, today: date) -> Row:
    return Row(
        id=worker.id,
        name=worker.name,
        cells={
            "name": worker.name,
            "id": worker.id,
            "role": t(f"worker_role.{worker.role}"),
            "org": worker.org or "–",
            "grid": worker.grid_code or "–",
            "skills": some([_skill(one, today) for one in worker.skills], "–"),
            "phone": masked(worker.phone),
            "phones": str(phones) if phones else "–",
            "duty": Chip(t(f"duty.{worker.duty}"), _TONES.get(worker.duty, "")),
        },
        values={
            "id": worker.id,
            "name": worker.name,
            "role": worker.role,
            "org": worker.org,
            "grid": worker.grid_code or "",
            "skills": list(worker.skills),
            "phone": worker.phone,
            "phones": phones,
        },
    )


def _skill(skill: str, today: date) -> str:
    """In words, with the last day of a certificate."""
    try:
        name, until = split(skill)
    except ValueError:  # kept by the log from before certificates had a day
        name, until = skill, None
    words = skill_word(name)
    if until is None:
        return words
    return t("admin.skill_until" if today <= until else "admin.skill_expired", skill=words, date=until.isoformat())


def _save(office: Office, worker_id: str | None, values: dict[str, Any]) -> Once | None:
    """A new worker, and the link for the phone at once; or the whole record anew."""
    workers = office.services.board.workers
    if worker_id is None and values["id"] in workers:
        raise InvalidField("id", "there is a worker of this id already")
    held = workers.get(worker_id) if worker_id else None
    former = _row(held, 0, _today(office)).values if held else {}
    record = {**former, **values}
    office.ask(
        RegisterWorker(
            worker_id=worker_id or record["id"],
            name=record["name"],
            role=record["role"] or "grid_worker",
            org=record["org"],
            grid_code=record["grid"] or None,
            skills=tuple(record["skills"]),
            phone=record["phone"],
            simulated=held.simulated if held else False,
        )
    )
    return _enrol(office, values["id"]) if worker_id is None else None


def _enrol(office: Office, worker_id: str) -> Once:
    link = office.services.access.enrolment_link(worker_id, office.by)
    return Once("enrolment", link.partition("#enrol=")[2], link)


def _revoke(office: Office, worker_id: str) -> None:
    office.services.access.tokens.revoke_all(f"worker:{worker_id}", office.by)


def _remove(office: Office, worker_id: str) -> None:
    """Out of the register, and their phones out with them."""
    office.ask(RemoveWorker(worker_id=worker_id))
    _revoke(office, worker_id)


def _grids(office: Office) -> list[str]:
    return sorted({worker.grid_code for worker in office.services.board.workers.values() if worker.grid_code})


def _orgs(office: Office) -> list[str]:
    return sorted({worker.org for worker in office.services.board.workers.values() if worker.org})


def _skills(office: Office) -> list[str]:
    return sorted({skill for kind in office.services.board.kinds.values() for skill in kind.skills})


WORKERS = Section(
    name="workers",
    icon="badge",
    columns=("name", "id", "role", "org", "grid", "skills", "phone", "phones", "duty"),
    rows=_rows,
    fields=(
        Field("id", required=True, only_new=True),
        Field("name", required=True),
        Field("role", "select", required=True, options=lambda _: [(one, f"worker_role.{one}") for one in WORKER_ROLES]),
        Field("org", suggestions=_orgs),
        Field("grid", suggestions=_grids),
        Field("skills", "tags", suggestions=_skills),
        Field("phone"),
    ),
    save=_save,
    actions=(
        Action("enrol", _enrol),
        Action("revoke_phones", _revoke, grave=True, shown=lambda row: bool(row.values["phones"])),
        Action("remove", _remove, grave=True),
    ),
)

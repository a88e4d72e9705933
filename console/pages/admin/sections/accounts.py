"""People at desks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from console.access.accounts import Account
from console.access.standing import Stand
from console.api.who import DISPATCHERS
from console.i18n import t
from console.native import native
from console.pages.admin.parts import Action, Chip, Field, Office, Row, Section, Wrong
from console.pages.admin.words import demo_mark, moment, some
from dispatch.escalation import LEVELS
from layers import areas

#: the commonest first: a new account must not be an administrator by oversight
OFFERED = ("dispatcher", "supervisor", "wall", "auditor", "admin")


def _rows(office: Office) -> list[Row]:
    stands: dict[str, list[Stand]] = defaultdict(list)
    for one in office.services.access.standing.all():
        stands[one.name].append(one)
    return [_row(office, account, stands[account.name]) for account in office.services.access.accounts.all()]


def _row(office: Office, account: Account, stands: list[Stand]) -> Row:
    out = account.disabled_at is not None
    state = Chip(t("admin.state.disabled"), "chip-away") if out else Chip(t("admin.state.active"), "chip-free")
    return Row(
        id=account.id,
        name=account.name,
        cells={
            "name": account.name,
            "role": t(f"role.{account.role}"),
            "areas": _areas_words(stands),
            "seen": moment(office, account.seen_at),
            "created": moment(office, account.created_at),
            "state": state if out else demo_mark(account.demo, state),
        },
        values={
            "name": account.name,
            "role": account.role,
            "disabled": out,
            "stands_for": stands[0].level if stands else None,
            "areas": [one.code for one in stands],
        },
        quiet=out,
    )


def _areas_words(stands: list[Stand]) -> str:
    return f"{t(f'level.{stands[0].level}')} {some([one.code for one in stands], '')}" if stands else "–"


def _codes(office: Office, said: list[str]) -> list[str]:
    """The code before the first space of each; unknown ones are refused where areas are registered."""
    codes = [one.split()[0] for one in said if one.split()]
    known = native(areas.current, office.services.layers)
    if known.by_id and (unknown := [code for code in codes if known.find(code) is None]):
        raise Wrong("areas", t("admin.no_such_area", codes=", ".join(unknown)))
    return codes


def _suggested(office: Office) -> list[str]:
    found = native(areas.current, office.services.layers)
    return [f"{one.code} {one.name}" for level in reversed(LEVELS) for one in found.at(level) if one.code]


Asked = tuple[str | None, list[str]]


def _asked(office: Office, values: dict[str, Any], held: list[Stand], role: str) -> Asked | None:
    """Level and areas of an account, checked before anything is written; None: they stay. Raises Wrong."""
    level = values["stands_for"] if "stands_for" in values else (held[0].level if held else None)
    codes = _codes(office, values["areas"]) if "areas" in values else [one.code for one in held]
    if (level, codes) == (held[0].level if held else None, [one.code for one in held]):
        return None
    if level is not None and role not in DISPATCHERS:
        raise Wrong("stands_for", t("admin.stands_at_desk"))
    if level is None and codes:
        raise Wrong("stands_for", t("admin.stands_as_what"))
    if level is not None and not codes:
        raise Wrong("areas", t("admin.stands_where"))
    return level, codes


def _save(office: Office, account_id: str | None, values: dict[str, Any]) -> None:
    access = office.services.access
    account = access.accounts.get(account_id) if account_id else None
    held = [one for one in access.standing.all() if account and one.name == account.name]
    asked = _asked(office, values, held, values.get("role") or (account.role if account else ""))
    if account is None:
        account = access.accounts.add(values["name"], values["password"], values["role"], office.by)
    else:
        _amend(office, account, values)
    if asked is not None:
        access.standing.set(account, *asked, office.by)


def _amend(office: Office, account: Account, values: dict[str, Any]) -> None:
    accounts = office.services.access.accounts
    if (role := values.get("role")) and role != account.role:
        accounts.set_role(account.id, role, office.by)
    if values.get("password"):
        accounts.set_password(account.id, values["password"], office.by)


ACCOUNTS = Section(
    name="accounts",
    icon="person",
    columns=("name", "role", "areas", "state", "seen", "created"),
    rows=_rows,
    fields=(
        Field("name", required=True, only_new=True),
        Field("role", "select", required=True, options=lambda _: [(role, f"role.{role}") for role in OFFERED]),
        Field("password", "password"),
        Field("stands_for", "select", options=lambda _: [(level, f"level.{level}") for level in LEVELS]),
        Field("areas", "tags", suggestions=_suggested),
    ),
    save=_save,
    actions=(
        Action(
            "disable",
            lambda office, row_id: office.services.access.accounts.disable(row_id, office.by),
            grave=True,
            shown=lambda row: not row.values["disabled"],
        ),
        Action(
            "enable",
            lambda office, row_id: office.services.access.accounts.enable(row_id, office.by),
            shown=lambda row: bool(row.values["disabled"]),
        ),
    ),
)

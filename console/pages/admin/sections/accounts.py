"""People at desks."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from console.access.accounts import Account
from console.access.standing import Stand
from console.i18n import t
from console.native import native
from console.pages.admin.parts import Action, Chip, Field, Office, Row, Section
from console.pages.admin.words import demo_mark, moment, some
from dispatch.errors import InvalidField
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
        raise InvalidField("areas", t("admin.no_such_area", codes=", ".join(unknown)))
    return codes


def _suggested(office: Office) -> list[str]:
    found = native(areas.current, office.services.layers)
    return [f"{one.code} {one.name}" for level in reversed(LEVELS) for one in found.at(level) if one.code]


def _stand(office: Office, account_id: str, values: dict[str, Any]) -> None:
    if "stands_for" not in values and "areas" not in values:
        return
    account, standing = office.services.access.accounts.get(account_id), office.services.access.standing
    held = [one for one in standing.all() if one.name == account.name]
    level = values["stands_for"] if "stands_for" in values else (held[0].level if held else None)
    codes = _codes(office, values["areas"]) if "areas" in values else [one.code for one in held]
    if (level, codes) != (held[0].level if held else None, [one.code for one in held]):
        standing.set(account, level, codes, office.by)


def _save(office: Office, account_id: str | None, values: dict[str, Any]) -> None:
    accounts = office.services.access.accounts
    if account_id is None:
        account = accounts.add(values["name"], values["password"], values["role"], office.by)
        _stand(office, account.id, values)
        return
    _stand(office, account_id, values)
    if (role := values.get("role")) and role != accounts.get(account_id).role:
        accounts.set_role(account_id, role, office.by)
    if values.get("password"):
        accounts.set_password(account_id, values["password"], office.by)


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

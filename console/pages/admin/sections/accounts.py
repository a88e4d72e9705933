"""People at desks."""

from __future__ import annotations

from typing import Any

from console.access.accounts import Account
from console.i18n import t
from console.pages.admin.parts import Action, Chip, Field, Office, Row, Section
from console.pages.admin.words import demo_mark, moment

#: the commonest first: a new account must not be an administrator by oversight
OFFERED = ("dispatcher", "supervisor", "wall", "auditor", "admin")


def _rows(office: Office) -> list[Row]:
    return [_row(office, account) for account in office.services.access.accounts.all()]


def _row(office: Office, account: Account) -> Row:
    out = account.disabled_at is not None
    state = Chip(t("admin.state.disabled"), "chip-away") if out else Chip(t("admin.state.active"), "chip-free")
    return Row(
        id=account.id,
        name=account.name,
        cells={
            "name": account.name,
            "role": t(f"role.{account.role}"),
            "seen": moment(office, account.seen_at),
            "created": moment(office, account.created_at),
            "state": state if out else demo_mark(account.demo, state),
        },
        values={"name": account.name, "role": account.role, "disabled": out},
        quiet=out,
    )


def _save(office: Office, account_id: str | None, values: dict[str, Any]) -> None:
    accounts = office.services.access.accounts
    if account_id is None:
        accounts.add(values["name"], values["password"], values["role"], office.by)
        return
    if (role := values.get("role")) and role != accounts.get(account_id).role:
        accounts.set_role(account_id, role, office.by)
    if values.get("password"):
        accounts.set_password(account_id, values["password"], office.by)


ACCOUNTS = Section(
    name="accounts",
    icon="person",
    columns=("name", "role", "state", "seen", "created"),
    rows=_rows,
    fields=(
        Field("name", required=True, only_new=True),
        Field("role", "select", required=True, options=lambda _: [(role, f"role.{role}") for role in OFFERED]),
        Field("password", "password"),
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

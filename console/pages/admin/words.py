"""Times and marks as the registers show them."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from console.i18n import has, t
from console.pages.admin.parts import Chip, Office


def skill_word(name: str) -> str:
    """A skill in words; one of their own as they wrote it."""
    key = f"admin.skill.{name}"
    return t(key) if has(key) else name


def moment(office: Office, at: float | None) -> str:
    """Day and minute in the installation's time zone; a dash for never."""
    if at is None:
        return "–"
    zone = ZoneInfo(office.services.settings.timezone)
    return datetime.fromtimestamp(at, UTC).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def one_of(actor: str) -> str:
    """ "worker:w07" → "网格员 w07": who did it, or to whom."""
    kind, _, name = actor.partition(":")
    key = next((key for key in (f"actor.{kind}", f"admin.owner.{kind}") if has(key)), "")
    return f"{t(key)} {name}" if name and key else actor


def masked(phone: str) -> str:
    """A telephone number that is recognised and cannot be called: 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 8 else "****" if phone else "–"


def some(values: tuple[str, ...] | list[str] | None, everything: str) -> str:
    """A short list: the first three and how many more."""
    if not values:
        return everything
    more = f" +{len(values) - 3}" if len(values) > 3 else ""
    return ", ".join(values[:3]) + more


def yes_no(value: bool) -> str:
    return t("word.yes") if value else t("word.no")


def demo_mark(demo: bool, otherwise: Chip) -> Chip:
    return Chip(t("admin.state.demo")) if demo else otherwise

"""The words of the screens, from console/locale/<language>/<area>.po. Keys are dotted names, never sentences.

Babel and Flask are imported when a word is asked for: a process that shows none, the engine, starts 0.5 s sooner.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

log = logging.getLogger(__name__)

FOLDER = Path(__file__).parent / "locale"
LOCALES = ("zh-CN", "en")
AREAS = ("common", "map", "desk", "wall", "phone", "admin", "replay", "problems")
COOKIE = "locale"
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def t(key: str, locale: str | None = None, **params: Any) -> str:
    """The text of ``key``, ``{name}`` filled from ``params``. A key nobody wrote shows itself and is logged:
    a dispatcher with an odd word is better served than one with an error page."""
    words = catalogue(locale or current_locale())
    text = words.get(key)
    if text is None:
        log.warning("no text for %s", key)
        return key
    return fill(text, params) if params else text


def fill(text: str, params: Mapping[str, Any]) -> str:
    """``{name}`` replaced where it is known; nothing else is looked at (``str.format`` would reach attributes)."""
    return _PLACEHOLDER.sub(lambda found: str(params.get(found[1], found[0])), text)


def has(key: str, locale: str = "zh-CN") -> bool:
    return key in catalogue(locale)


@cache
def catalogue(locale: str) -> Mapping[str, str]:
    """All areas of one language in one mapping."""
    words: dict[str, str] = {}
    for area in AREAS:
        words |= area_words(area, locale)
    return MappingProxyType(words)


@cache
def area_words(area: str, locale: str) -> Mapping[str, str]:
    """One area of one language; empty when nobody wrote it yet."""
    path = FOLDER / locale.replace("-", "_") / f"{area}.po"
    if not path.exists():
        return MappingProxyType({})
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        return MappingProxyType({str(entry.id): str(entry.string) for entry in read_po(file) if entry.id})


def catalogue_for(areas: Iterable[str], locale: str | None = None) -> dict[str, str]:
    """What a page carries for its JavaScript in ``<script type="application/json" id="i18n">``."""
    words: dict[str, str] = {}
    for area in areas:
        words |= area_words(area, locale or current_locale())
    return words


def negotiate(wanted: str | None) -> str | None:
    """``zh_cn``, ``zh-CN``, ``en-GB`` → one of LOCALES; None for what we do not speak."""
    tag = (wanted or "").replace("_", "-").lower()
    if tag.startswith("zh"):
        return "zh-CN"
    return "en" if tag == "en" or tag.startswith("en-") else None


def current_locale() -> str:
    """Of this request: ?lang=, then the cookie, then the installation's SHAODAO_LOCALE (zh-CN outside of a server)."""
    from flask import current_app, g, has_app_context, has_request_context, request

    if not has_request_context():
        return str(current_app.config.get("SHAODAO_LOCALE", LOCALES[0])) if has_app_context() else LOCALES[0]
    if "locale" not in g:
        asked = negotiate(request.args.get("lang")) or negotiate(request.cookies.get(COOKIE))
        g.locale = asked or str(current_app.config.get("SHAODAO_LOCALE", LOCALES[0]))
    return str(g.locale)

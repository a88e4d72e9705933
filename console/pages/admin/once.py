"""A token or link on the screen, once: to copy, or as a QR code for a phone's camera."""

from __future__ import annotations

from typing import Any

from dash import html

from console.i18n import t
from console.pages.admin import mantine as dmc
from console.pages.admin.markup import more
from console.pages.admin.parts import Once


def once(shown: Once) -> list[Any]:
    """The window's content. What can be scanned comes as a picture too."""
    words = shown.link or shown.secret
    parts: list[Any] = [html.P(t(f"admin.once.{shown.kind}"), className="adm-once-says")]
    if shown.link:
        parts.append(html.Img(src=qr(shown.link), alt=t("admin.once.qr"), className="adm-qr", **more(data_testid="qr")))
    parts.append(html.Code(words, className="adm-secret", tabIndex="0", **more(data_testid="once-secret")))
    parts.append(
        dmc.CopyButton(
            value=words,
            children=t("action.copy"),
            copiedChildren=t("admin.copied"),
            size="md",
            color="brand",
            className="adm-copy",
        )
    )
    parts.append(html.P(t("admin.once.warning"), className="adm-note"))
    return parts


def qr(link: str) -> str:
    """Black on white with the quiet zone that cameras need, in any theme."""
    import segno  # 0.1 s of a start, for a picture that is drawn once a phone

    address: str = segno.make(link, error="m").svg_data_uri(scale=6, border=3, dark="#000", light="#fff")
    return address

"""The page: menu, register, form at the right, and the windows above."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from console.access.identity import Identity
from console.i18n import LOCALES, current_locale, t
from console.pages.admin import mantine as dmc
from console.pages.admin.icons import icon
from console.pages.admin.markup import more
from console.pages.admin.sections import SECTIONS
from console.pages.admin.theme import THEME

FIRST = next(iter(SECTIONS))


def layout(who: Identity, csrf: str) -> Any:
    """For one administrator, in the language of the request."""
    page = html.Div(
        [
            html.A(t("admin.skip"), href="#content", className="skip-link"),
            dcc.Location(id="url", refresh="callback-nav"),
            dcc.Store(id="refresh", data=0),
            dcc.Store(id="editing"),
            dcc.Store(id="pending"),
            _bar(who, csrf),
            html.Nav(id="menu", className="adm-menu", **more(aria_label=t("admin.menu"))),
            html.Main(
                [
                    html.Div(id="heading", className="adm-heading"),
                    html.Div(_tools(), className="adm-tools"),
                    html.Div(id="extra", className="adm-extra"),
                    html.Div(id="rows", className="adm-rows", **more(aria_live="off")),
                ],
                id="content",
                className="adm-main",
            ),
            _drawer(),
            _window("confirm", t("admin.confirm")),
            _window("once", ""),
            html.Div(id="told", className="adm-told", role="status"),
        ],
        className="adm",
    )
    return dmc.MantineProvider(page, forceColorScheme="dark", theme=THEME)


def _bar(who: Identity, csrf: str) -> html.Header:
    other = next(one for one in LOCALES if one != current_locale())
    screens = [html.A(t(f"screen.{one}"), href=f"/{one}/", className="btn btn-quiet") for one in ("desk", "wall")]
    return html.Header(
        [
            html.Div(
                [html.Span(t("app.name"), className="adm-brand"), html.Span(t("screen.admin"))], className="adm-title"
            ),
            html.Div(screens, className="adm-screens"),
            html.Span(f"{t(f'role.{who.role}')} · {who.name}" if who.known else "", className="adm-who"),
            html.A(t("action.language"), href=f"?lang={other}", className="btn btn-quiet", hrefLang=other, lang=other),
            html.Form(
                [
                    dcc.Input(type="hidden", name="csrf_token", value=csrf),
                    html.Button([icon("out", 18), t("action.sign_out")], className="btn btn-quiet", type="submit"),
                ],
                method="post",
                action="/logout",
            ),
        ],
        className="adm-bar",
    )


def menu(chosen: str) -> list[Any]:
    """The registers; the chosen one is said, not only coloured."""
    return [
        dcc.Link(
            [icon(section.icon), html.Span(t(f"admin.section.{name}"))],
            href=f"/admin/{name}",
            className="adm-item chosen" if name == chosen else "adm-item",
        )
        for name, section in SECTIONS.items()
    ]


def heading(chosen: str) -> list[Any]:
    return [html.H1(t(f"admin.section.{chosen}")), html.P(t(f"admin.about.{chosen}"))]


def _tools() -> list[Any]:
    search = dmc.TextInput(
        id="search",
        value="",
        placeholder=t("action.search"),
        leftSection=icon("search", 18),
        debounce=200,
        size="md",
        className="adm-search",
        **more(aria_label=t("action.search")),
    )
    new = html.Button(
        [icon("plus", 18), html.Span(id="new-words")],
        id="new",
        className="btn btn-primary",
        type="button",
        **more(data_testid="new-button"),
    )
    return [search, new]


def _drawer() -> Any:
    return dmc.Drawer(id="drawer", position="right", children=html.Div(id="form", className="adm-form"), **_closable())


def _window(name: str, title: str) -> Any:
    return dmc.Modal(
        id=name,
        title=title,
        centered=True,
        closeOnClickOutside=False,
        children=html.Div(id=f"{name}-content", className="adm-window"),
        **_closable(),
    )


def _closable() -> dict[str, Any]:
    """What comes over the page and goes again."""
    close = {"aria-label": t("action.close"), "size": 44}
    return {"opened": False, "size": "460px", "padding": "lg", "closeButtonProps": close}

"""The menu's icons: 20 px outlines, drawn here, as data addresses (no icon font, nothing fetched)."""

from __future__ import annotations

from urllib.parse import quote

from dash import html

from console.pages.admin.markup import more

#: paths on a 24 × 24 field
PATHS = {
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c0-3.5 3-6 7-6s7 2.5 7 6",
    "badge": "M6 4h12v16H6zM12 12a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8Zm-3.5 5c.4-1.9 1.8-3 3.5-3s3.1 1.1 3.5 3",
    "broadcast": "M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM8.5 15.5a5 5 0 0 1 0-7m7 0a5 5 0 0 1 0 7"
    "M5.6 18.4a9 9 0 0 1 0-12.8m12.8 0a9 9 0 0 1 0 12.8",
    "screen": "M3 5h18v11H3zM9 20h6M12 16v4",
    "list": "M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01",
    "layers": "m12 4 9 5-9 5-9-5 9-5Zm-9 9.5 9 5 9-5",
    "shield": "M12 3.5 5 6v5.5c0 4.5 3 7.5 7 9 4-1.5 7-4.5 7-9V6l-7-2.5Zm-3 8.3 2.2 2.2 4-4.2",
    "check": "M4 6.5 6 8.5 9.5 4.5M12 6.5h9M4 13l2 2 3.5-4M12 13h9M12 19.5h9M5 19.5h3",
    "clock": "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm0-14v5l3.5 2",
    "stairs": "M4 20h4v-4.5h4V11h4V6.5h4M4 16V4",
    "plus": "M12 5v14M5 12h14",
    "search": "M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14Zm5-2 4.5 4.5",
    "out": "M14 4H6v16h8M11 12h10m-4-4 4 4-4 4",
    "key": "M8 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm4-4h9v4m-4-4v3",
}


def icon(name: str, size: int = 20) -> html.Span:
    """A mask in the text's own colour; says nothing to a screen reader, the word beside it does."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="black" stroke-width="1.7" '
        f'stroke-linecap="round" stroke-linejoin="round"><path d="{PATHS[name]}"/></svg>'
    )
    address = f'url("data:image/svg+xml,{quote(svg)}")'
    style = {"maskImage": address, "WebkitMaskImage": address, "width": size, "height": size}
    return html.Span(className="adm-icon", style=style, **more(aria_hidden="true"))

"""The colours of the ground, by role: the tokens of the screens."""

from __future__ import annotations

from typing import NamedTuple


class Palette(NamedTuple):
    """Colours by role, the tokens of the screens: low contrast, so that what is wrong stands out."""

    ground: str
    green: str
    water: str
    water_label: str
    compound: str
    building: str
    building_edge: str
    path: str
    street: str
    main: str
    label: str
    label_far: str
    label_strong: str
    caption: str
    halo: str
    grid: str
    worker: str
    view: str
    gap: str
    unreached: str
    reach_5: str
    reach_10: str
    reach_15: str
    ramp_none: str
    ramp_low: str
    ramp_some: str
    ramp_many: str
    ramp_most: str


PALETTES = {
    "dark": Palette(
        ground="#0c1219", green="#0e1a1a", water="#0d2233", water_label="#4c7898", compound="#101922",
        building="#1a2733", building_edge="#2d4152", path="#1d2a36", street="#223140", main="#2c3f52",
        label="#6f889d", label_far="#587086", label_strong="#8ba3b7", caption="#e9f0f6", halo="#0c1219", grid="#3b5a73",
        worker="#35c7d6", view="#5aa7e0", gap="#3a4652", unreached="#c98a2b",
        reach_5="#2f9e8f", reach_10="#2b7a86", reach_15="#275a74",
        ramp_none="#18232d", ramp_low="#27394a", ramp_some="#365578", ramp_many="#5d64a3", ramp_most="#9a68a6",
    ),
    "light": Palette(
        ground="#f1f3f4", green="#dfe9df", water="#c3d9e8", water_label="#2d6186", compound="#e9edef",
        building="#dbe1e6", building_edge="#b3c0ca", path="#d3dade", street="#ffffff", main="#ffffff",
        label="#51636f", label_far="#677987", label_strong="#2c3e4a", caption="#14222c", halo="#f8fafb", grid="#7f9db3",
        worker="#0b7f8c", view="#2a78b8", gap="#c9ced3", unreached="#a8660f",
        reach_5="#1f7f72", reach_10="#4f9fa6", reach_15="#8fbfc9",
        ramp_none="#eef1f3", ramp_low="#d3dfea", ramp_some="#a9bfe0", ramp_many="#9a8ad0", ramp_most="#b8649f",
    ),
}  # fmt: skip
#: Edges of streets on the light ground, where the streets themselves are white.
CASING = {"dark": "#0c1219", "light": "#c5ced5"}

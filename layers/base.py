"""What a layer is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Shape = Literal["point", "line", "polygon", "any"]
#: ``tile``: vector tiles made at import · ``geojson``: whole, small · ``live``: rows of the board, drawn by the page
Delivery = Literal["tile", "geojson", "live"]
Group = Literal["ground", "area", "asset", "live"]


class Layer(Protocol):
    """One thing the map can show."""

    @property
    def id(self) -> str:
        """Its name in the store, in addresses and in the catalogue."""

    @property
    def title(self) -> str:
        """Key of its title in the catalogue."""

    @property
    def delivery(self) -> Delivery:
        """How a screen gets it."""

    @property
    def min_zoom(self) -> int:
        """Below this zoom it is not drawn."""

    def seen_by(self, role: str) -> bool:
        """Whether people of this role may see its features."""


EVERYBODY = ("admin", "dispatcher", "supervisor", "wall", "auditor", "worker")
DESKS = ("admin", "dispatcher", "supervisor")


@dataclass(frozen=True, slots=True)
class Static:
    """A layer that is imported: ground, areas, assets."""

    id: str
    group: Group
    shape: Shape
    delivery: Delivery
    min_zoom: int = 14
    #: searched by typing
    spoken: bool = False
    #: name in the icon sprite, for things
    icon: str = ""
    #: shown until somebody switches it off
    shown: bool = True
    roles: tuple[str, ...] = EVERYBODY

    @property
    def title(self) -> str:
        return f"layer.{self.id}"

    def seen_by(self, role: str) -> bool:
        return role in self.roles


@dataclass(frozen=True, slots=True)
class Live:
    """A layer whose rows are on the board; the page draws it from the live channel."""

    id: str
    min_zoom: int = 0
    group: Group = "live"
    delivery: Delivery = "live"
    shown: bool = True
    icon: str = ""
    roles: tuple[str, ...] = EVERYBODY

    @property
    def title(self) -> str:
        return f"layer.{self.id}"

    def seen_by(self, role: str) -> bool:
        return role in self.roles

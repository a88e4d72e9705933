"""What a layer is: imported (`Static`), rows of the board (`Live`), or worked out from both (`Derived`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from layers.fields import Field

if TYPE_CHECKING:
    from layers.tileset import Tileset

Shape = Literal["point", "line", "polygon", "any"]
#: ``tile``: vector tiles made after import · ``geojson``: whole, small · ``live``: rows of the board, drawn by the
#: page · ``asked``: an address of its own, worked out when asked
Delivery = Literal["tile", "geojson", "live", "asked"]
Group = Literal["ground", "area", "asset", "live", "derived"]
#: layers of a MapLibre style, given the theme
Paint = Callable[[str], list[dict[str, Any]]]

EVERYBODY = ("admin", "dispatcher", "supervisor", "wall", "auditor", "worker")
DESKS = ("admin", "dispatcher", "supervisor")


@dataclass(frozen=True, slots=True)
class Legend:
    """One line of a legend: ``label`` is a key of the catalogue, ``symbol`` a name in the icon sprite, ``colour`` a
    role of the palette (layers/palette.py)."""

    label: str
    symbol: str = ""
    colour: str = ""


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


@dataclass(frozen=True, slots=True)
class Static:
    """A layer that is imported: ground, areas, assets."""

    id: str
    group: Group
    shape: Shape
    delivery: Delivery
    min_zoom: int = 14
    #: what its rows may say, for import, templates and popups; id, name and place are common to all
    fields: tuple[Field, ...] = ()
    #: what goes into vector tiles, and how the ground is painted with it; labels give way to those of lower layers
    tilesets: tuple[Tileset, ...] = ()
    paint: Paint | None = None
    labels: Paint | None = None
    legend: tuple[Legend, ...] = ()
    #: searched by typing
    spoken: bool = False
    #: name in the icon sprite, for things
    icon: str = ""
    #: shown until somebody switches it off
    shown: bool = True
    roles: tuple[str, ...] = EVERYBODY
    #: the only properties that leave the desks; None: all of them
    public: tuple[str, ...] | None = None

    @property
    def title(self) -> str:
        return f"layer.{self.id}"

    def seen_by(self, role: str) -> bool:
        return role in self.roles

    def told(self, props: Mapping[str, Any], role: str) -> Mapping[str, Any]:
        """The properties that people of this role may read."""
        if self.public is None or role in DESKS:
            return props
        return {name: value for name, value in props.items() if name in self.public}


@dataclass(frozen=True, slots=True)
class Live:
    """A layer whose rows are on the board; the page draws it from the live channel."""

    id: str
    shape: Shape = "point"
    min_zoom: int = 0
    legend: tuple[Legend, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Derived:
    """A layer worked out from others, asked for at ``address`` below /api/v1: with questions of its own (``asked``), or
    as any other layer (``geojson``). ``sources`` are the layers whose change makes it another."""

    id: str
    address: str
    shape: Shape = "polygon"
    min_zoom: int = 0
    legend: tuple[Legend, ...] = ()
    sources: tuple[str, ...] = ()
    group: Group = "derived"
    delivery: Delivery = "asked"
    shown: bool = False
    icon: str = ""
    roles: tuple[str, ...] = DESKS

    @property
    def title(self) -> str:
        return f"layer.{self.id}"

    def seen_by(self, role: str) -> bool:
        return role in self.roles

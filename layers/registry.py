"""Every layer there is, in drawing order from the ground up; each is described in its own module of layers/kinds."""

from __future__ import annotations

from layers.base import Derived, Live, Static
from layers.kinds import derived, live
from layers.kinds.areas import AREAS
from layers.kinds.buildings import BUILDINGS
from layers.kinds.cameras import CAMERAS
from layers.kinds.compounds import COMPOUNDS
from layers.kinds.entrances import ENTRANCES
from layers.kinds.extinguishers import EXTINGUISHERS
from layers.kinds.fire_hosts import FIRE_HOSTS
from layers.kinds.fire_terminals import FIRE_TERMINALS
from layers.kinds.gates import GATES
from layers.kinds.green import GREEN
from layers.kinds.grids import GRIDS
from layers.kinds.hydrants import HYDRANTS
from layers.kinds.lifts import LIFTS
from layers.kinds.party_homes import PARTY_HOMES
from layers.kinds.piles import PILES
from layers.kinds.places import PLACES
from layers.kinds.pois import POIS
from layers.kinds.roads import ROADS
from layers.kinds.sheds import SHEDS
from layers.kinds.shops import SHOPS
from layers.kinds.walls import WALLS
from layers.kinds.water import WATER

#: Layers that can be imported and exported.
IMPORTED: dict[str, Static] = {
    "areas": AREAS,
    "green": GREEN,
    "water": WATER,
    "compounds": COMPOUNDS,
    "roads": ROADS,
    "walls": WALLS,
    "buildings": BUILDINGS,
    "grids": GRIDS,
    "gates": GATES,
    "entrances": ENTRANCES,
    "pois": POIS,
    "places": PLACES,
    "party_homes": PARTY_HOMES,
    "sheds": SHEDS,
    "piles": PILES,
    "lifts": LIFTS,
    "fire_hosts": FIRE_HOSTS,
    "fire_terminals": FIRE_TERMINALS,
    "hydrants": HYDRANTS,
    "extinguishers": EXTINGUISHERS,
    "shops": SHOPS,
    "cameras": CAMERAS,
}
DERIVED: dict[str, Derived] = {
    "rollup": derived.ROLLUP,
    "heat": derived.HEAT,
    "camera_views": derived.CAMERA_VIEWS,
    "reach": derived.REACH,
    "coverage": derived.COVERAGE,
}
LIVE: dict[str, Live] = {
    "assignments": live.ASSIGNMENTS,
    "workers": live.WORKERS,
    "alerts": live.ALERTS,
    "tickets": live.TICKETS,
}
LAYERS: dict[str, Static | Live | Derived] = {**IMPORTED, **DERIVED, **LIVE}
#: Layers whose features are devices: an alert's ``device_id`` is looked up here.
ASSETS = tuple(id for id, layer in IMPORTED.items() if layer.group == "asset")

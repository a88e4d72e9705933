"""Every route of the API: each noun's own, in one tuple. Add a noun by its module here and its line in the README."""

from __future__ import annotations

from flask import Blueprint, request

from console.access.policy import allow
from console.api import (
    alerts,
    areas,
    assets,
    basemap,
    cameras,
    candidates,
    coming,
    commands,
    coverage,
    escalations,
    exports,
    health,
    heat,
    imports,
    kinds,
    layers,
    live,
    openapi,
    photos,
    plan,
    playbooks,
    positions,
    reach,
    rollup,
    rounds,
    search,
    standing,
    tickets,
    tiles,
    travel,
    workers,
)
from console.api.routes import Route
from console.api.services import services

ROUTES: tuple[Route, ...] = (
    *alerts.ROUTES,
    *assets.ROUTES,
    *commands.ROUTES,
    *positions.ROUTES,
    *live.ROUTES,
    *tickets.ROUTES,
    *candidates.ROUTES,
    *workers.ROUTES,
    *travel.ROUTES,
    *reach.ROUTES,
    *coverage.ROUTES,
    *escalations.ROUTES,
    *layers.ROUTES,
    *areas.ROUTES,
    *rollup.ROUTES,
    *heat.ROUTES,
    *imports.ROUTES,
    *exports.ROUTES,
    *cameras.ROUTES,
    *tiles.ROUTES,
    *basemap.ROUTES,
    *search.ROUTES,
    *photos.ROUTES,
    *plan.ROUTES,
    *standing.ROUTES,
    *rounds.ROUTES,
    *kinds.ROUTES,
    *playbooks.ROUTES,
    *openapi.ROUTES,
    *health.ROUTES,
)
#: for openapi.json: these, and those that other parts of the console make
DESCRIBED = (*ROUTES, *coming.DESCRIBED)
BASE = "/api/v1"
#: The relay is some 10 ms behind the writer, 100 ms in a storm; one that hangs is not waited for.
OWN_WRITES_S = 0.5


def own_writes() -> None:
    """Who reads right after a command finds what it did: what this process wrote is folded before it is shown."""
    mine = services()
    if request.method == "GET" and request.path.startswith(BASE) and mine.relay is not None:
        mine.relay.wait_for(mine.dispatcher.written, OWN_WRITES_S)


def blueprint() -> Blueprint:
    """All routes under their addresses, each marked for the gate with who may call it."""
    made = Blueprint("api", __name__)
    made.before_request(own_writes)
    for route in ROUTES:
        mark = allow(*route.roles) if route.roles else allow.public
        rule = route.rule if route.root else BASE + route.rule
        made.add_url_rule(rule, endpoint=route.name, view_func=mark(route.view), methods=[route.method])
    return made

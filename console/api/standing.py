"""GET /standing: where idle workers should stand, and what that does to the coverage; POST /standing asks them to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from flask import Response, current_app, jsonify, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from console.api.coverage import Free, free_now
from console.api.heat import cell, live
from console.api.reach import MINUTES, minutes_asked, network, quarter
from console.api.routes import BOOLEAN, JSON, NUMBER, STRING, Query, Route, listed, ok, shape
from console.api.services import services
from console.api.who import DESK, DISPATCHERS, actor_of, me
from console.native import Lane, native
from console.problems import body_of
from dispatch.commands import AskToStand
from dispatch.dispatcher import Request
from dispatch.errors import InvalidField
from dispatch.matching import STALE_FIX_S
from dispatch.matching.far import far_off
from dispatch.position import Position
from dispatch.sources import strict_json
from dispatch.sources.http import field_error

if TYPE_CHECKING:
    from layers.coverage import Cover
    from layers.standing import Stands

#: What happened in so many days says where things happen.
HISTORY_DAYS, MOST_CELLS = 30, 1000
PATIENCE_S = 20.0


def get() -> Response:
    """Everybody who is free and whose place is known, with where to; the unreached buildings before and after."""
    mine, now, minutes = services(), services().clock(), minutes_asked(5)
    people, history, travel, kept = free_now(now), _history(now), mine.travel, _kept()
    answer = kept.lane.run(lambda: _answer(kept, travel, people, history, minutes))
    for move in answer["moves"]:
        worker = mine.board.workers.get(move["worker_id"])
        home = mine.gazetteer.building(move["building_id"]) if move["building_id"] else None
        move |= {"name": worker.name if worker else move["worker_id"], "place": home.place if home else ""}
    return jsonify(answer)


class Kept:
    """What the application keeps for this: its own coverage, so that the wall's is not turned over."""

    def __init__(self, stands: Stands, cover: Cover) -> None:
        self.stands, self.cover, self.lane = stands, cover, Lane()


def _answer(kept: Kept, travel: Any, people: Free, history: list[tuple[float, float, int]], minutes: int) -> Any:
    from dispatch.travel.coverage import Start

    net = network(travel, "walk")
    places = {id: fix.position for id, (fix, _) in people.items()}
    moves, made = kept.stands.suggest(net, travel, places, history, minutes)
    before = kept.cover.now(net, minutes, {id: Start(place) for id, place in places.items()})
    there = {move.worker_id: Start(type(places[move.worker_id])(move.lon, move.lat)) for move in moves}
    after = kept.cover.now(net, minutes, there)
    if len(after.unreached) > len(before.unreached):  # by its doors the district is seen more finely than by its sites
        moves, after = [], before
    return {
        "minutes": minutes,
        "buildings": before.buildings,
        "before": {"reached": before.buildings - len(before.unreached), "households_unreached": before.households},
        "after": {"reached": after.buildings - len(after.unreached), "households_unreached": after.households},
        "unreached": list(after.unreached),
        "mean_s": {"before": round(made.before), "after": round(made.cost if moves else made.before)},
        "gap": round(made.gap, 4),
        "moves": [
            {"worker_id": m.worker_id, "building_id": m.building_id, "lon": m.lon, "lat": m.lat,
             "walk_s": round(m.walk_s), "from": [places[m.worker_id].lon, places[m.worker_id].lat],
             "stale": people[m.worker_id][1] > STALE_FIX_S}
            for m in moves if m.building_id is not None
        ],
        "workers_free": len(people),
    }  # fmt: skip


def _history(now: datetime) -> list[tuple[float, float, int]]:
    """(lon, lat, tickets) of cells, those of the board too."""
    since, (width, height) = now - timedelta(days=HISTORY_DAYS), cell()
    found = list(live(services().board, since, None, width, height))
    past = services().history
    cells = [
        *((x, y, 1) for x, y in found),
        *(native(past.cells, since, None, (width, height), MOST_CELLS) if past else ()),
    ]
    return [((x + 0.5) * width, (y + 0.5) * height, n) for x, y, n in cells]


def _kept() -> Kept:
    extensions: dict[str, Any] = current_app.extensions
    if "shaodao.standing" not in extensions:
        of = quarter()
        extensions.setdefault("shaodao.standing", native(_made, of))
    found: Kept = extensions["shaodao.standing"]
    return found


def _made(of: Any) -> Kept:
    from layers.coverage import Cover
    from layers.standing import Stands

    return Kept(Stands(of), Cover(of))


class _Stand(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    worker_id: str = Field(min_length=1, max_length=128)
    lon: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    place: str = Field(default="", max_length=200)


class _Stands(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")

    stands: list[_Stand] = Field(min_length=1, max_length=500)


def post() -> Response:
    """One row each; who has work meanwhile is refused alone. A place far outside the district refuses all: its field is
    named."""
    try:
        asked = _Stands.model_validate(strict_json.loads(request.get_data(cache=False)))
    except ValidationError as error:
        raise field_error(error) from None
    for n, stand in enumerate(asked.stands):
        _check_near(f"stands.{n}", Position(lon=stand.lon, lat=stand.lat))
    actor = actor_of(me())
    wanted = [AskToStand(**one.model_dump()) for one in asked.stands]
    outcomes = services().dispatcher.post([Request(actor, uuid4().hex, one) for one in wanted]).result(PATIENCE_S)
    rows = []
    for one, outcome in zip(wanted, outcomes, strict=True):
        said = body_of(outcome)[0] if isinstance(outcome, Exception) else None
        rows.append({
            "worker_id": one.worker_id, "ok": said is None,
            "code": said["code"] if said else "", "message": said["message"] if said else "",
        })  # fmt: skip
    return jsonify({"rows": rows})


def _check_near(field: str, place: Position) -> None:
    """Raises InvalidField for a place where no ranking would believe anybody to stand."""
    box = services().gazetteer.extent()
    far = far_off(place, box)
    if box is not None and far is not None:
        axis = "lat" if box[0] <= place.lon <= box[2] else "lon"
        raise InvalidField(f"{field}.{axis}", f"in the district; this is {far[1]['km']} km outside")


_SHARE = shape(reached={"type": "integer"}, households_unreached={"type": "integer"})
ROUTES = (
    Route(
        "GET",
        "/standing",
        get,
        DESK,
        "Where idle workers should stand, and the coverage before and after.",
        query=(Query("minutes", MINUTES),),
        answers=ok(shape(before=_SHARE, after=_SHARE, moves=listed({"type": "object"}), gap=NUMBER)),
        problems=(409, 422),
    ),
    Route(
        "POST",
        "/standing",
        post,
        DISPATCHERS,
        "Ask workers to stand somewhere, until they have work.",
        body={JSON: _Stands.model_json_schema()},
        answers=ok(shape(rows=listed(shape(worker_id=STRING, ok=BOOLEAN, code=STRING, message=STRING)))),
        problems=(422,),
    ),
)

"""rounds: many places, some people, some days."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import Any

import click

from console.cli import offline
from console.cli.lazy import say
from console.settings import Settings


@click.group()
def rounds() -> None:
    """Rounds (巡查): plan them, see how far they are."""


@rounds.command("plan")
@click.option("--layer", default="", help="buildings, shops, piles … (default: buildings)")
@click.option("--grid", default="", help="only those in this grid")
@click.option("--compound", default="", help="only those in this compound")
@click.option("--ids", default="", help="a list of ids, with commas; or - to read them from standard input")
@click.option("--workers", required=True, help="ids of who walks, with commas")
@click.option("--days", default="1", show_default=True, help="how many from today on, or dates with commas")
@click.option("--minutes-per-place", default=8.0, show_default=True, type=float)
@click.option("--from", "begins", default="08:30", show_default=True, help="walks begin no earlier")
@click.option("--to", "ends", default="17:30", show_default=True, help="walks end no later")
@click.option("--start", default="", help="lon,lat where everybody sets out (default: the middle of the places)")
@click.option("--title", default="巡查", show_default=True)
@click.option("--time-limit", default=10.0, show_default=True, type=float, help="seconds of search")
@click.option("--dry-run", is_flag=True, help="show it only")
@click.option("--json", "as_json", is_flag=True, help="the plan as JSON")
def plan_(**given: Any) -> None:
    """Share places among people and days, evenly and with little walking; without --dry-run they are told."""
    from console.rounds.asked import question
    from console.rounds.make import plan
    from console.rounds.process import by_process
    from dispatch.commands import PlanRound
    from layers.gazetteer import Gazetteer
    from layers.store import LayerStore

    asked, home = question(_body(given)), Settings.load().home
    store = LayerStore(home)
    extent = Gazetteer(store).extent()
    made = plan(asked, offline.board(), store, {}, datetime.now(UTC), by_process(home), extent=extent)
    if not given["dry_run"]:
        if not made["walks"]:
            raise click.ClickException("none of these places can be walked: " + _left(made["left"]))
        walks = [{k: walk[k] for k in ("worker_id", "day", "minutes", "places")} for walk in made["walks"]]
        (answer,) = offline.ask(
            PlanRound(title=given["title"], walks={"walks": walks}, begins=made["begins"], ends=made["ends"])
        )
        made["round_id"] = answer.data["events"][0]["data"]["round_id"]
    say(json.dumps(made, ensure_ascii=False, indent=1) if given["as_json"] else _table(made))


@rounds.command("list")
def list_() -> None:
    """Rounds under way: how much is done, missed and to come."""
    from dispatch.projections.rounds import round_row

    board = offline.board()
    for held in board.rounds.values():
        row = round_row(board, held)
        say(f"{row['id']}  {row['title']}  {row['done']} of {row['places']} done, {row['missed']} missed")


def _body(given: dict[str, Any]) -> dict[str, Any]:
    ids = sys.stdin.read().replace("\n", ",") if given["ids"] == "-" else given["ids"]
    body: dict[str, Any] = {
        name: given[name] for name in ("layer", "grid", "compound", "title", "minutes_per_place", "begins", "ends")
    }
    body |= {"ids": _list(ids), "workers": _list(given["workers"]), "time_limit_s": given["time_limit"]}
    body["days"] = int(given["days"]) if given["days"].isdecimal() else _list(given["days"])
    if given["start"]:
        try:
            body["lon"], body["lat"] = map(float, given["start"].split(","))
        except ValueError:
            raise click.UsageError("--start takes lon,lat") from None
    return body


def _list(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _left(left: list[dict[str, Any]]) -> str:
    return ", ".join(f"{one['name']} ({one['code']})" for one in left[:20]) + (" …" if len(left) > 20 else "")


def _table(made: dict[str, Any]) -> str:
    lines = [
        f"{walk['day']}  {walk['name']:<14} {walk['begins']}–{walk['ends']}  {len(walk['places']):>4} places  "
        f"{walk['minutes']:>6.0f} min, {walk['walk_minutes']:.0f} of them walked"
        for walk in made["walks"]
    ]
    lines.append(
        f"longest less shortest day {made['spread_minutes']:.0f} min; walked {made['walk_minutes']:.0f} min in all"
    )
    if made["left"]:
        lines.append(f"left out: {_left(made['left'])}")
    if "round_id" in made:
        lines.append(f"told as round {made['round_id']}")
    return "\n".join(lines)

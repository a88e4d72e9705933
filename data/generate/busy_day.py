"""Write ``data/scenarios/busy_day.jsonl``: a day of the demo district. ``python data/generate/busy_day.py``."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DATA = HERE.parent
SEED = 1008
#: Reports begin in each hour of the day, the scenes and the storm not counted.
BY_HOUR = (2, 1, 1, 1, 1, 2, 4, 7, 10, 12, 13, 11, 8, 7, 9, 10, 10, 11, 9, 10, 8, 6, 4, 2)
_WHEN = {
    "meal": (7, 11, 12, 17, 18, 19),
    "day": tuple(range(7, 19)),
    "evening": tuple(range(17, 23)),
    "night": (22, 23, 0, 1, 2, 3, 4, 5),
    "rain": tuple(range(13, 18)),
    "any": tuple(range(24)),
}
_LAYERS = {
    "fire_terminal": "fire_terminals",
    "fire_host": "fire_hosts",
    "pile": "piles",
    "camera": "cameras",
    "lift": "lifts",
}
_GROUNDS = {"residential": "buildings", "shop": "shops", "gate": "gates", "street": "hydrants", "green": "green",
            "compound": "compounds"}  # fmt: skip

Line = dict[str, Any]


class Register:
    """What may be spoken of, by the words of the column ``place``."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._layers: dict[str, list[dict[str, Any]]] = {}

    def any(self, place: str) -> dict[str, Any]:
        rows = self._rows(_LAYERS.get(place) or _GROUNDS[place])
        if place == "residential":
            rows = [row for row in rows if row["use"] == "residential"]
        if place in ("green", "compound"):
            rows = [row for row in rows if row.get("name")]
        return self._rng.choice(rows)

    def _rows(self, layer: str) -> list[dict[str, Any]]:
        if layer not in self._layers:
            text = (DATA / "district" / f"{layer}.geojson").read_text(encoding="utf-8")
            self._layers[layer] = [f["properties"] for f in json.loads(text)["features"]]
        return self._layers[layer]


def reports(rng: random.Random) -> list[Line]:
    """The ordinary reports: kind by hour and weight, place by chance, words filled in."""
    with (HERE / "texts.csv").open(encoding="utf-8", newline="") as file:
        texts = list(csv.DictReader(file))
    register, lines = Register(rng), []
    for hour, count in enumerate(BY_HOUR):
        fitting = [row for row in texts if hour in _WHEN[row["when"]]]
        weights = [int(row["weight"]) for row in fitting]
        for row in rng.choices(fitting, weights, k=count):
            lines.append(_line(rng, register, row, hour * 3600 + rng.randrange(3600)))
    return lines


def _line(rng: random.Random, register: Register, row: dict[str, str], t: int) -> Line:
    thing = register.any(row["place"])
    words = _words(rng, thing)
    at: dict[str, Any] = {"any": row["place"], "pick": rng.randrange(10_000)}
    at["device" if row["place"] in _LAYERS else "id"] = thing["id"]
    data: dict[str, Any] = {"kind": row["kind"], "at": at, "description": row["text"].format(**words)}
    if row["place"] == "residential":
        data |= {"unit": f"{rng.randint(1, 3)}单元", "floor": int(words["floor"])}
    if row["place"] == "pile":
        data["labels"] = {"socket": words["socket"]}
    if row["source"] == "patrol":
        return {"t": t, "type": "patrol", "data": data}
    if row["source"] == "hotline":
        return {"t": t, "type": "call", "data": data | {"caller": f"1390001{rng.randrange(10_000):04d}"}}
    if row["resolve_min"]:
        data["resolve_s"] = round(int(row["resolve_min"]) * 60 * rng.uniform(0.7, 1.4))
    return {"t": t, "type": "alert", "source": row["source"], "data": data}


def _words(rng: random.Random, thing: dict[str, Any]) -> dict[str, str]:
    floor = thing.get("floor") or rng.randint(2, max(2, min(int(thing.get("levels") or 6), 18) - 1))
    return {
        "floor": str(floor),
        "upper": str(floor + 1),
        "spot": thing.get("place", "走廊"),
        "socket": f"{rng.randint(1, int(thing.get('sockets') or 12)):02d}",
        "temp": str(rng.randint(66, 84)),
        "leak": str(rng.randint(31, 55)),
        "n": str(rng.randint(12, 35)),
        "few": str(rng.randint(2, 4)),
    }


def repeats(rng: random.Random, lines: list[Line]) -> list[Line]:
    """Devices say it again, residents too: about one in eight alerts comes twice or three times."""
    out = []
    for line in [line for line in lines if line["type"] == "alert" and "device" in line["data"]["at"]]:
        for n in range(rng.choice((0, 0, 0, 0, 0, 1, 2))):
            again = {**line, "t": line["t"] + 25 * (n + 1) + rng.randrange(15), "repeat": True}
            again["data"] = {key: value for key, value in line["data"].items() if key != "resolve_s"}
            out.append(again)
    return out


def scenes() -> list[Line]:
    """What the day must hold, by hand (scenes.jsonl): the scenes at their times, and at 18:05 the power cut."""
    return [json.loads(text) for text in (HERE / "scenes.jsonl").read_text(encoding="utf-8").splitlines()]


def main() -> None:
    rng = random.Random(SEED)
    ordinary = reports(rng)
    lines = sorted([*ordinary, *repeats(rng, ordinary), *scenes()], key=lambda line: line["t"])
    for line in lines:
        if line["type"] == "alert" and "resolve_s" not in line["data"] and not line.get("repeat"):
            line["data"]["state"] = "pulse"  # said once by a person: nothing will say that it is over
    path = DATA / "scenarios" / "busy_day.jsonl"
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    told = [line for line in lines if not line.get("repeat")]
    print(f"{len(told)} alerts, calls and whistles, {len(lines) - len(told)} repeats")


if __name__ == "__main__":
    main()

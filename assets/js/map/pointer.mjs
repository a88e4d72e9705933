// Hands on the map: clicks, the tip under the pointer, and picking a place.

import { matter, place } from "../format.mjs";
import { opensAt } from "./item.mjs";
import { mapOf } from "./subplot.mjs";

/** One line that says what a mark is. */
export const title = ({ kind, id, row, layer }) =>
  kind === "worker" || layer ? (row.name ?? id) : `${matter(row)} · ${place(row)}`;

export class Pointer {
  #picking = null;
  #point = null;

  constructor(map, { onClick, interactive }) {
    this.map = map;
    this.onClick = onClick ?? (() => {});
    if (!interactive) return;
    const ground = mapOf(map.div);
    ground.on("click", (event) => this.#clicked(event));
    ground.on("mousemove", (event) => this.#moved(event));
    ground.on("mouseout", () => {
      this.#point = null;
      this.#say(null);
    });
    this.tip = document.createElement("div");
    this.tip.className = "map-tip";
    this.tip.hidden = true;
    map.div.append(this.tip);
  }

  /** The next click gives its `[lon, lat]` to `callback`; returns the way to call it off. */
  pick(callback) {
    this.#picking = callback;
    this.map.div.classList.add("map-picking");
    return () => this.#stopPicking(callback);
  }

  #stopPicking(callback) {
    if (this.#picking !== callback) return;
    this.#picking = null;
    this.map.div.classList.remove("map-picking");
  }

  #clicked({ point, lngLat }) {
    const lonlat = [lngLat.lng, lngLat.lat];
    const picked = this.#picking;
    if (picked) {
      this.#stopPicking(picked);
      picked(lonlat);
      return;
    }
    const marks = this.map.allAt(point);
    const [mark] = marks;
    if (marks.length > 1) {
      this.onClick("cluster", marks, lonlat);
      return;
    }
    if (mark?.kind !== "cluster") {
      this.onClick(mark?.kind ?? null, mark?.id ?? null, lonlat, mark ?? this.map.under(point));
      return;
    }
    const zoom = opensAt(mark.item);
    if (zoom <= 19) this.map.flyTo(mark.lon, mark.lat, zoom + 0.3, 500);
    else this.onClick("cluster", mark.members, lonlat); // they stand at one place: no zoom takes them apart
  }

  /** Once a frame, however often the mouse tells. */
  #moved({ point }) {
    if (!this.#point) requestAnimationFrame(() => this.#look());
    this.#point = point;
  }

  #look() {
    const point = this.#point;
    this.#point = null;
    if (point) this.#say(this.#picking ? null : this.map.at(point), point);
  }

  #say(mark, point) {
    this.map.div.classList.toggle("map-hit", !!mark);
    this.tip.hidden = !mark;
    if (!mark) return;
    this.tip.textContent = mark.kind === "cluster" ? mark.members.slice(0, 6).map(title).join("\n") : title(mark);
    this.tip.style.transform = `translate(${Math.round(point.x + 14)}px, ${Math.round(point.y + 14)}px)`;
  }
}

// Stairs or lift: what the server says of the way from the street to the flat, asked once for each job.

import { get } from "../api.mjs";

const known = new Map();

/** "lift", "stairs" or "" while it is not known; `then` is called when it is. */
export function climb(ticket, then) {
  if (!ticket.building_id || ticket.floor == null || ticket.lon == null) return "";
  const at = `${ticket.lon},${ticket.lat}`;
  const asked = new URLSearchParams({ from: at, to_building: ticket.building_id, unit: ticket.unit ?? "", floor: ticket.floor, kind: ticket.kind });
  const key = asked.toString();
  if (!known.has(key)) {
    known.set(key, "");
    get(`travel?${key}`)
      .then(({ approach }) => {
        known.set(key, approach?.by ?? "");
        then();
      })
      .catch(() => {}); // the tile then names the floor alone
  }
  return known.get(key);
}

// A QR code at a door or a device is a link to this page with the place behind the #: opened, it says "I am here".

import { post } from "../api.mjs";
import { t } from "../i18n.mjs";

/** The place in the address, which then leaves it; null when there is none. */
export function takePlace(place = location, past = history) {
  const link = new URLSearchParams(place.hash.slice(1));
  const at = link.get("at");
  if (!at) return null;
  link.delete("at");
  past.replaceState(null, "", place.pathname + place.search + (link.size ? `#${link}` : ""));
  return at;
}

/** Check in, and say in a sentence how it went. */
export async function checkIn(at, say) {
  try {
    await post("positions", { checkin: at });
    say(t("phone.checked_in"));
  } catch (error) {
    say(error.status === 0 ? t("phone.checkin_offline") : error.status === 422 ? t("phone.checkin_unknown") : error.message);
  }
}

// The only script Dash includes by itself. It imports the screen that the page names; anything else that is both
// included and imported would run twice (Dash appends ?m=… to what it includes).

const named = document.body.dataset.screen ?? location.pathname.split("/")[1];

const SCREENS = {
  wall: () => import("./js/wall/main.mjs"),
  desk: () => import("./js/desk/main.mjs"),
  admin: () => import("./js/admin/main.mjs"),
};

/** Nobody touches a wall: one whose scripts did not all come (the server ended meanwhile) asks for them again. */
const AGAIN_MS = 10000;

async function again() {
  const page = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (page?.ok) location.reload();
  else setTimeout(again, AGAIN_MS);
}

try {
  await SCREENS[named]?.();
} catch (error) {
  if (named === "wall") setTimeout(again, AGAIN_MS);
  throw error;
}

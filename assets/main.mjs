// The only script Dash includes by itself. It imports the screen that the page names; anything else that is both
// included and imported would run twice (Dash appends ?m=… to what it includes).

const named = document.body.dataset.screen ?? location.pathname.split("/")[1];

const SCREENS = {
  wall: () => import("./js/wall/main.mjs"),
  desk: () => import("./js/desk/main.mjs"),
  admin: () => import("./js/admin/main.mjs"),
};

await SCREENS[named]?.();

// Icons of the map outside of the map: a legend shows the very picture that stands on the ground.

const sheets = new Map();

/** The places of all icons in the sheet of a theme: `{name: {x, y, width, height}}`. */
async function sheetOf(theme) {
  if (!sheets.has(theme)) {
    const answer = fetch(`/assets/icons/sprite-${theme}.json`).then((said) => (said.ok ? said.json() : {}));
    sheets.set(theme, answer.catch(() => ({})));
  }
  return sheets.get(theme);
}

/** `name → style text` for an element that shows the icon, `size` px high at most. */
export async function icons(theme, size = 20) {
  const sheet = await sheetOf(theme);
  const all = Object.values(sheet);
  const wide = Math.max(0, ...all.map(({ x, width }) => x + width));
  const high = Math.max(0, ...all.map(({ y, height }) => y + height));
  return (name) => {
    const icon = sheet[name];
    if (!icon) return "";
    const scale = Math.min(1, size / Math.max(icon.width, icon.height));
    const px = (value) => `${(value * scale).toFixed(2)}px`;
    return (
      `background:url(/assets/icons/sprite-${theme}.png) -${px(icon.x)} -${px(icon.y)} / ${px(wide)} ${px(high)} no-repeat;` +
      `width:${px(icon.width - 1)};height:${px(icon.height)}`
    );
  };
}

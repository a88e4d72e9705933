// The icons as one picture: the sprite of the theme, and below it the figures that stand in donuts.

const FONT = '600 13px "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
const FIGURE = { dark: "#ffffff", light: "#0d1822" };
/** Px a figure takes; those of the fonts above are all of one width. */
export const FIGURE_PX = 7.6;
const FIGURE_HIGH = 16;

const numbers = new Map();

/** A number for an icon's name that stays the same in every theme. */
export function numberOf(name) {
  if (!numbers.has(name)) numbers.set(name, numbers.size);
  return numbers.get(name);
}

/** How many names have been given a number. */
export const known = () => numbers.size;

async function picture(url) {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}

/** `{canvas, icons: {name: {x, y, width, height, ratio}}}`; ratio is px of the picture to one of the page. */
export async function sheet(theme) {
  const path = `/assets/icons/sprite-${theme}${devicePixelRatio > 2 ? "@2x" : ""}`;
  const [said, image] = await Promise.all([fetch(`${path}.json`), picture(`${path}.png`)]);
  const icons = Object.fromEntries(
    Object.entries(await said.json()).map(([name, { pixelRatio, ...box }]) => [name, { ...box, ratio: pixelRatio }]),
  );
  const [{ ratio }] = Object.values(icons);
  const canvas = document.createElement("canvas");
  canvas.width = image.width;
  canvas.height = image.height + FIGURE_HIGH * ratio;
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  Object.assign(icons, figures(pen, ratio, image.height, FIGURE[theme]));
  return { canvas, icons };
}

function figures(pen, ratio, top, colour) {
  pen.font = FONT.replace("13px", `${13 * ratio}px`);
  pen.fillStyle = colour;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const [width, height] = [Math.ceil((FIGURE_PX + 4) * ratio), FIGURE_HIGH * ratio];
  return Object.fromEntries(
    [..."0123456789"].map((figure, n) => {
      pen.fillText(figure, (n + 0.5) * width, top + height / 2);
      return [`figure-${figure}`, { x: n * width, y: top, width, height, ratio }];
    }),
  );
}

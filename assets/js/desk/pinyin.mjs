// Search by pinyin initials in the browser: sjlc finds 四季绿城. The collation of the platform knows the order.

const BOUNDARIES = "阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨它穵夕丫帀";
const LETTERS = "abcdefghjklmnopqrstwxyz";
const collator = new Intl.Collator("zh-Hans-CN-u-co-pinyin");
const known = new Map();

function initial(sign) {
  if (/[a-z0-9]/i.test(sign)) return sign.toLowerCase();
  if (!/\p{Script=Han}/u.test(sign)) return "";
  if (!known.has(sign)) {
    let i = 0;
    while (i < LETTERS.length - 1 && collator.compare(BOUNDARIES[i + 1], sign) <= 0) i += 1;
    known.set(sign, LETTERS[i]);
  }
  return known.get(sign);
}

/** "四季绿城 5号楼" → "sjlc5hl". The first reading of a sign only: enough to find, never to sort. */
export const initials = (text) => [...String(text)].map(initial).join("");

/** Whether `query` (words apart by spaces, each a part of the text or of its initials) finds `text`. */
export function matches(text, query) {
  const whole = String(text).toLowerCase();
  const letters = initials(text);
  return query.toLowerCase().split(/\s+/).filter(Boolean).every((word) => whole.includes(word) || letters.includes(word));
}

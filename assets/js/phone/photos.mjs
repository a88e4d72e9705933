// Photos wait in this browser's database until their upload is answered. They are made small first: a picture of
// 1600 px tells as much, and a basement's signal carries 300 kB where it would drop 8 MB.

import { post } from "../api.mjs";

const LONGEST = 1600;
const QUALITY = 0.8;

const open = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open("shaodao", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

async function table(mode, work) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const done = work(db.transaction("photos", mode).objectStore("photos"));
    done.onsuccess = () => resolve(done.result);
    done.onerror = () => reject(done.error);
  }).finally(() => db.close());
}

/** Shrink and keep a picture; answers its local name. */
export async function keep(file) {
  const blob = await shrink(file);
  const name = `local:${Date.now()}-${Math.random().toString(36).slice(2)}`;
  await table("readwrite", (store) => store.put(blob, name));
  return name;
}

export const forget = (name) => table("readwrite", (store) => store.delete(name));
export const read = (name) => table("readonly", (store) => store.get(name));

/** Upload what is still local and answer the server's ids. A picture that is refused is left out, not the report. */
export async function uploaded(names) {
  const ids = [];
  for (const name of names) {
    if (!name.startsWith("local:")) {
      ids.push(name);
      continue;
    }
    const blob = await read(name);
    if (!blob) continue;
    try {
      const form = new FormData();
      form.append("photo", blob, "photo.jpg");
      ids.push((await post("photos", form, { timeout: 60000 })).photo_id);
      await forget(name);
    } catch (error) {
      if (error.retryable) throw error;
      await forget(name);
    }
  }
  return ids;
}

async function shrink(file) {
  try {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", QUALITY));
  } catch {
    return file; // what the browser cannot read, the server judges
  }
}

// Whose wall it is: the district's name and how it is divided, asked once.

import { t } from "../i18n.mjs";

const quiet = (promise) => promise.catch(() => null);

/** `{id, name, grids, streets}`; what cannot be learnt is left out. */
export async function districtOf(get) {
  const [me, layers, areas] = await Promise.all([quiet(get("me")), quiet(get("layers")), quiet(get("layers/areas"))]);
  const count = (name) => (Array.isArray(layers) ? layers : (layers?.layers ?? [])).find((layer) => layer.name === name)?.count ?? 0;
  const features = areas?.features ?? [];
  const named = features.find((feature) => feature.properties?.level === "district")?.properties?.name;
  return {
    id: me?.district ?? "district",
    name: named || t("district.demo"),
    grids: count("grids"),
    streets: features.filter((feature) => feature.properties?.level === "street").length,
  };
}

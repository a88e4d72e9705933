// Whose wall it is: the district's name and how it is divided, asked once.

const quiet = (promise) => promise.catch(() => null);

/** `{id, name, grids, streets, isCity}`; what cannot be learnt is left out. A city of several districts is none of them. */
export async function districtOf(get) {
  const [me, layers, areas] = await Promise.all([quiet(get("me")), quiet(get("layers")), quiet(get("layers/areas"))]);
  const count = (name) => (Array.isArray(layers) ? layers : (layers?.layers ?? [])).find((layer) => layer.name === name)?.count ?? 0;
  const features = areas?.features ?? [];
  const districts = features.filter((feature) => feature.properties?.level === "district");
  return {
    id: me?.district ?? "district",
    name: districts.length === 1 ? districts[0].properties.name : "",
    isCity: districts.length > 1,
    grids: count("grids"),
    streets: features.filter((feature) => feature.properties?.level === "street").length,
  };
}

import { inSlices } from "../../../shared/in-slices.js";

/** Positions of the records that may have a key. */
export type Candidates = number | ReadonlySet<number>;

/** Entries of an index that do not change any more. */
export type Layer<K> = ReadonlyMap<K, Candidates>;

export const positionsIn = (candidates: Candidates): Iterable<number> =>
  typeof candidates === "number" ? [candidates] : candidates;

/** Returns the newest layers up to one that is more than twice as large. So each entry is merged few times. */
export function layersToMerge<K>(layers: readonly Layer<K>[]): readonly Layer<K>[] {
  const [first, ...older] = layers;
  let total = first?.size ?? 0;
  const end = older.findIndex(({ size }) => {
    if (size > 2 * total) return true;
    total += size;
    return false;
  });
  return layers.slice(0, end < 0 ? layers.length : end + 1);
}

/** Calls `add` for each position, and lets the event loop do other work in between. */
export async function eachPosition<K>(
  layers: readonly Layer<K>[],
  add: (key: K, position: number) => void,
): Promise<void> {
  for (const layer of layers)
    for await (const entries of inSlices(layer))
      for (const [key, candidates] of entries) for (const position of positionsIn(candidates)) add(key, position);
}

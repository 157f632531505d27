import { setImmediate } from "node:timers/promises";
import { mebibyte } from "./units.js";

/** Maximum duration of a slice, in milliseconds. */
const sliceMs = 10;

interface SliceLimit<Item> {
  /** Weight that ends a slice. */
  readonly maxWeight: number;
  readonly weigh: (item: Item) => number;
}

/** Limit of a slice of texts: they are joined and sent together. */
export const textLimit: SliceLimit<string> = { maxWeight: mebibyte / 4, weigh: (text) => text.length };

const itemLimit: SliceLimit<unknown> = { maxWeight: 500, weigh: () => 1 };

/** Yields items in slices. The event loop can do other work between two slices. */
export async function* inSlices<Item>(
  items: Iterable<Item>,
  { maxWeight, weigh }: SliceLimit<Item> = itemLimit,
): AsyncGenerator<readonly Item[]> {
  let slice: Item[] = [];
  let weight = 0;
  let began = performance.now();
  for (const item of items) {
    slice.push(item);
    weight += weigh(item);
    if (weight < maxWeight && performance.now() - began < sliceMs) continue;
    yield slice;
    await setImmediate();
    slice = [];
    weight = 0;
    began = performance.now();
  }
  if (slice.length > 0) yield slice;
}

import { setImmediate } from "node:timers/promises";

/** How long the event loop works on a slice, in milliseconds. */
const sliceMs = 10;

interface SliceLimit<Item> {
  /** The maximum weight of a slice; the item that reaches it is the last one of its slice. */
  readonly most: number;
  readonly weigh: (item: Item) => number;
}

const mostItems: SliceLimit<unknown> = { most: 500, weigh: () => 1 };

/** Goes through items slice by slice. The event loop does other work between two slices. */
export async function* inSlices<Item>(
  items: Iterable<Item>,
  { most, weigh }: SliceLimit<Item> = mostItems,
): AsyncGenerator<readonly Item[]> {
  let slice: Item[] = [];
  let weight = 0;
  let began = performance.now();
  for (const item of items) {
    slice.push(item);
    weight += weigh(item);
    if (weight < most && performance.now() - began < sliceMs) continue;
    yield slice;
    await setImmediate();
    slice = [];
    weight = 0;
    began = performance.now();
  }
  if (slice.length > 0) yield slice;
}

import { setImmediate } from "node:timers/promises";

/** How long the event loop works on a slice, in milliseconds. */
const sliceMs = 10;

/** The maximum number of items of a slice. */
const mostItems = 500;

/** Goes through items slice by slice. The event loop does other work between two slices. */
export async function* inSlices<Item>(items: Iterable<Item>): AsyncGenerator<readonly Item[]> {
  let slice: Item[] = [];
  let began = performance.now();
  for (const item of items) {
    slice.push(item);
    if (slice.length < mostItems && performance.now() - began < sliceMs) continue;
    yield slice;
    await setImmediate();
    slice = [];
    began = performance.now();
  }
  if (slice.length > 0) yield slice;
}

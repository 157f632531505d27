import { expect, test } from "vitest";
import { inSlices } from "../../shared/in-slices.js";

test("slices have all items in order, and end at their weight", async () => {
  const items = Array.from({ length: 100 }, (_, nth) => "x".repeat(nth));
  const slices: (readonly string[])[] = [];
  for await (const slice of inSlices(items, { maxWeight: 200, weigh: ({ length }) => length })) slices.push(slice);
  expect(slices.flat()).toEqual(items);
  for (const slice of slices) expect(slice.slice(0, -1).join("").length).toBeLessThan(200);
  expect(slices.length).toBeGreaterThan(20);
});

test("the event loop runs between two slices", async () => {
  let turns = 0;
  let slices = 0;
  const count = () => {
    turns += 1;
    if (slices < 10) setImmediate(count);
  };
  setImmediate(count);
  for await (const _ of inSlices(Array.from({ length: 5000 }))) slices += 1;
  expect(slices).toBeGreaterThanOrEqual(10);
  expect(turns).toBeGreaterThanOrEqual(9);
});

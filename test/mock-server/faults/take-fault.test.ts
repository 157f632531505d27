import { expect, test } from "vitest";
import type { FaultRequest, StoredFault } from "../../../mock-server/faults/fault.js";
import { type FaultTarget, takeFault } from "../../../mock-server/faults/take-fault.js";
import { methodFacts } from "../../../openapi/document.js";

const stored = (fault: Partial<FaultRequest>, id = "f"): StoredFault => ({
  id,
  effect: { kind: "hang" },
  ...fault,
  matched: 0,
  fired: 0,
  seed: 1,
});

const target = (changes: Partial<FaultTarget> = {}): FaultTarget => ({
  method: methodFacts.usePass,
  companyId: "main",
  body: { passSerialNumber: "297150-586-203", numberStumps: 2, nested: { list: [1, { a: 1, b: 2 }] } },
  ...changes,
});

const fires = (fault: Partial<FaultRequest>, request = target()) =>
  takeFault([stored(fault)], request).fired !== undefined;

test.each<[object, boolean]>([
  [{}, true],
  [{ method: "usePass" }, true],
  [{ method: "getPassInfo" }, false],
  [{ company: "main" }, true],
  [{ company: "rival" }, false],
  [{ serial: "297150-586-203" }, true],
  [{ serial: "297150-586-204" }, false],
  [{ body: { numberStumps: 2 } }, true],
  [{ body: { numberStumps: "2" } }, false],
  [{ body: { nested: { list: [1, { a: 1 }] } } }, true],
  [{ body: { nested: { list: [1] } } }, false],
  [{ body: { toString: null } }, false],
  [{ method: "usePass", company: "rival" }, false],
])("filter %j fires: %s", (filter, expected) => {
  expect(fires(filter)).toBe(expected);
});

test("a stale read matches only methods that read", () => {
  const effect = { kind: "stale", seconds: 5 } as const;
  expect(fires({ effect })).toBe(false);
  expect(fires({ effect }, target({ method: methodFacts.getPassInfo }))).toBe(true);
});

/** Returns the id of the fault that fires on each of some requests. */
function firedOn(faults: readonly StoredFault[], requests: number) {
  let present = faults;
  const ids = Array.from({ length: requests }, () => {
    const taken = takeFault(present, target());
    present = taken.faults;
    return taken.fired?.id ?? "-";
  });
  return { ids: ids.join(" "), counts: present.map(({ matched, fired }) => ({ matched, fired })) };
}

test("the first matching fault wins until it is used up", () => {
  const faults = [stored({ times: 2 }, "a"), stored({ method: "createPass" }, "x"), stored({}, "b")];
  expect(firedOn(faults, 4)).toEqual({
    ids: "a a b b",
    counts: [
      { matched: 2, fired: 2 },
      { matched: 0, fired: 0 },
      { matched: 2, fired: 2 },
    ],
  });
});

test("after skips the first matches and lets later faults have them", () => {
  expect(firedOn([stored({ after: 2, times: 1 }, "a"), stored({}, "b")], 4).ids).toBe("b b a b");
});

test("probability draws the same for equal seeds and ids", () => {
  const half = stored({ probability: 0.5 }, "a");
  const { ids, counts } = firedOn([half], 1000);
  expect(firedOn([half], 1000).ids).toBe(ids);
  expect(firedOn([{ ...half, seed: 2 }], 1000).ids).not.toBe(ids);
  expect(counts[0]?.fired).toBeGreaterThan(430);
  expect(counts[0]?.fired).toBeLessThan(570);
});

test("a request without a match returns the same list", () => {
  const faults = [stored({ method: "createPass" })];
  expect(takeFault(faults, target()).faults).toBe(faults);
});

test("log-normal delays have the given median and stay below a minute", () => {
  let present: readonly StoredFault[] = [stored({ effect: { kind: "delay", ms: 1000, sigma: 0.5 } })];
  const delays = Array.from({ length: 1001 }, () => {
    const { faults, fired } = takeFault(present, target());
    present = faults;
    return fired?.effect.kind === "delay" ? fired.effect.ms : Number.NaN;
  }).sort((a, b) => a - b);
  expect(delays[500]).toBeGreaterThan(900);
  expect(delays[500]).toBeLessThan(1100);
  // One standard deviation of the logarithm above the median.
  expect(delays[841]).toBeGreaterThan(1000 * Math.exp(0.5) * 0.88);
  expect(delays[841]).toBeLessThan(1000 * Math.exp(0.5) * 1.12);
  const wide = stored({ effect: { kind: "delay", ms: 60_000, sigma: 3 } });
  const slow = Array.from({ length: 50 }, (_, index) => takeFault([{ ...wide, seed: index }], target()).fired);
  for (const fired of slow) expect(fired?.effect).toMatchObject({ kind: "delay", ms: expect.any(Number) });
  expect(Math.max(...slow.map((fired) => (fired?.effect.kind === "delay" ? fired.effect.ms : Infinity)))).toBe(60_000);
});

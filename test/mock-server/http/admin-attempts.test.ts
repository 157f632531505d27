import { expect, test } from "vitest";
import { AdminAttempts, sourceOf } from "../../../mock-server/http/admin-attempts.js";

/** A clock that moves only by hand, with its pending delays. */
function fakeClock() {
  let now = 0;
  let waiting: { readonly at: number; readonly done: () => void }[] = [];
  return {
    now: () => now,
    delay: (ms: number) => new Promise<void>((done) => waiting.push({ at: now + ms, done })),
    waiting: () => waiting.length,
    async advance(ms: number) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { done } of due) done();
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const wrong = () => false;
const right = () => true;

async function fail(attempts: AdminAttempts, source: string, times: number): Promise<void> {
  for (let nth = 0; nth < times; nth += 1) expect(await attempts.check(source, wrong)).toBe("wrong");
}

test("a right token of a source without failures never waits", async () => {
  const clock = fakeClock();
  const attempts = new AdminAttempts(clock);
  await fail(attempts, "b", 5);
  expect(await attempts.check("a", right)).toBe("right");
});

test("after five wrong tokens an attempt is checked per second", async () => {
  const clock = fakeClock();
  const attempts = new AdminAttempts(clock);
  await fail(attempts, "a", 5);
  const checked: string[] = [];
  for (const name of ["first", "second"]) {
    void attempts.check("a", () => {
      checked.push(name);
      return false;
    });
  }
  await clock.advance(999);
  expect(checked).toEqual([]);
  await clock.advance(1);
  expect(checked).toEqual(["first"]);
  await clock.advance(1000);
  expect(checked).toEqual(["first", "second"]);
});

test("a right token waits too, so that a fast response reveals nothing", async () => {
  const clock = fakeClock();
  const attempts = new AdminAttempts(clock);
  await fail(attempts, "a", 5);
  let found = "";
  void attempts.check("a", right).then((result) => {
    found = result;
  });
  await clock.advance(999);
  expect(found).toBe("");
  await clock.advance(1);
  expect(found).toBe("right");
});

test("of a thousand simultaneous attempts most are refused unchecked", async () => {
  const clock = fakeClock();
  const attempts = new AdminAttempts(clock);
  await fail(attempts, "a", 5);
  const found: string[] = [];
  let checks = 0;
  for (let nth = 0; nth < 1000; nth += 1) {
    void attempts
      .check("a", () => {
        checks += 1;
        return true;
      })
      .then((result) => found.push(result));
  }
  await clock.advance(0);
  expect({
    refused: found.filter((result) => result === "too many").length,
    waiting: clock.waiting(),
    checks,
  }).toEqual({ refused: 995, waiting: 5, checks: 0 });
  expect(await attempts.check("b", right)).toBe("right");
});

test("a source is forgotten a minute after its last wrong token", async () => {
  const clock = fakeClock();
  const attempts = new AdminAttempts(clock);
  await fail(attempts, "a", 5);
  await clock.advance(60_001);
  await fail(attempts, "a", 5);
});

test("the source with the oldest failure is forgotten first", async () => {
  const clock = fakeClock();
  const attempts = new AdminAttempts(clock);
  await fail(attempts, "old", 5);
  for (let nth = 0; nth < 1000; nth += 1) await fail(attempts, `s${nth}`, 1);
  await fail(attempts, "old", 5);
});

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
  ["::", "0:0:0:0"],
  [undefined, ""],
])("%s belongs to the source %s", (address, source) => {
  expect(sourceOf(address)).toBe(source);
});

import { expect, test } from "vitest";
import { type Switched, summary, type TriedSandbox, tryProfiles } from "../../../contracts/try/index.js";
import { switchValueText, valuesIn } from "../../../contracts/try/value.js";
import { failedRuns } from "../../../contracts/try/verdict.js";
import type { SandboxView, State } from "../../../mock-server/index.js";
import { asFunction, fragile, fragileBreaksUnder, greet, robust } from "../../support/clients.js";

const texts = (switched: Switched) => valuesIn(switched).map(switchValueText);

const view = async (url: string) => (await (await fetch(`${url}/_luna/sandboxes/default`)).json()) as SandboxView;

/** A client that fails whenever all the values of one of the groups are set. */
const failsUnder =
  (...groups: readonly (readonly string[])[]) =>
  async (sandbox: TriedSandbox) => {
    await greet(sandbox);
    const { switched } = sandbox;
    const group = groups.find((values) => values.every((value) => texts(switched).includes(value)));
    if (group !== undefined) throw new Error(`broke under ${group.join(" and ")}`);
  };

test("a robust client passes under all values and pairs", async () => {
  const verdict = await tryProfiles({ run: asFunction(robust), pairs: true });
  expect(failedRuns([verdict.default, ...verdict.singles, ...(verdict.pairs ?? [])])).toEqual([]);
  expect(summary(verdict)).toMatch(/^default: passes\. Single switches: (\d+) of \1 pass\. Pairs: (\d+) of \2 pass\.$/);
});

test("a fragile client fails exactly under the values it relies on", async () => {
  const { singles } = await tryProfiles({ run: asFunction(fragile) });
  expect(failedRuns(singles).flatMap(({ switched }) => texts(switched))).toEqual(fragileBreaksUnder);
  expect(failedRuns(singles)[0]?.failure).toMatch(/^no success: \[/);
});

test("each run has a new server under its profile", async () => {
  const addresses = new Set<string>();
  await tryProfiles({
    only: ["envelope", "phoneIn"],
    run: async ({ url, baseUrl, token, switched }) => {
      await greet({ baseUrl, token });
      addresses.add(url);
      const { profile } = await view(url);
      expect(profile).toEqual(switched);
    },
  });
  expect(addresses.size).toBe(3);
});

test("a fixture gives templates and token, but not its profile", async () => {
  const fixture: State = {
    formatVersion: 1,
    profile: { envelope: "array" },
    companies: [{ id: "shop", token: "shop-token" }],
    templates: [
      { id: 7, companyId: "rival", name: "Theirs", type: 0 },
      { id: 8, companyId: "shop", name: "Ours", type: 0 },
      { id: 9, companyId: "shop", name: "Second", type: 0 },
      { id: 10, companyId: "shop", name: "Club", type: 6 },
    ],
  };
  fixture.companies?.push({ id: "rival" });
  const seen: unknown[] = [];
  const verdict = await tryProfiles({
    fixture,
    now: "2026-01-15T12:00:00Z",
    only: ["contentType"],
    run: async ({ url, baseUrl, token, templates }) => {
      await greet({ baseUrl, token });
      const { profile, clock } = await view(url);
      seen.push({ token, templates, profile, clock });
    },
  });
  expect(failedRuns([verdict.default, ...verdict.singles])).toEqual([]);
  const common = {
    token: "shop-token",
    templates: { stamps: 8, membership: 10 },
    clock: { now: "2026-01-15T12:00:00.000Z", frozen: true },
  };
  expect(seen).toEqual([
    { ...common, profile: {} },
    { ...common, profile: { contentType: "html" } },
    { ...common, profile: { contentType: "json-utf8" } },
  ]);
});

test("a client without requests fails", async () => {
  const withoutRequests = await tryProfiles({ run: () => undefined });
  expect(withoutRequests.default).toMatchObject({
    passes: false,
    failure: expect.stringMatching(/without a request to the server/),
  });
});

test.each([
  ["created", false],
  ["created and deleted", true],
])("the client report includes sandboxes that the client %s", async (_what, isDeleted) => {
  const verdict = await tryProfiles({
    only: [],
    run: async ({ url, baseUrl, token }) => {
      await greet({ baseUrl, token });
      const response = await fetch(`${url}/_luna/sandboxes`, { method: "POST", body: "{}" });
      const { id, companies } = (await response.json()) as SandboxView;
      const misspelt = { passSerialNumber: "297150-586-203", numberStamps: 1 };
      for (const accessToken of [token, companies[0]?.token ?? ""])
        await fetch(`${baseUrl}/usePass`, {
          method: "POST",
          headers: { "x-access-token": accessToken },
          body: JSON.stringify(misspelt),
        });
      if (isDeleted) await fetch(`${url}/_luna/sandboxes/${id}`, { method: "DELETE" });
    },
  });
  expect(verdict.default.report).toMatchObject({
    requests: 3,
    findings: [{ mistake: "misspelt-parameter", count: 2 }],
  });
});

test("a failure under the default profile stops, unless keepGoing", async () => {
  const run = () => {
    throw new Error("never works");
  };
  const stopped = await tryProfiles({ run, pairs: true });
  expect(stopped).toMatchObject({ default: { passes: false, failure: "never works" }, singles: [], pairs: undefined });
  const gone = await tryProfiles({ run, only: ["envelope", "phoneOut"], keepGoing: true });
  expect(gone.singles).toHaveLength(2);
  expect(summary(gone)).toBe("default: fails. Single switches: 0 of 2 pass.");
});

test("values that fail alone are left out; combinations are narrowed", async () => {
  const kinds: string[] = [];
  const verdict = await tryProfiles({
    pairs: true,
    onRun: ({ kind }) => kinds.push(kind),
    run: failsUnder(["envelope=array"], ["listKey=noun", "phoneOut=integer"], ["searchMiss=empty", "autoUse=integer"]),
  });
  expect(verdict.leftOut).toEqual([{ name: "envelope", value: "array" }]);
  expect(verdict.pairs?.some(({ switched }) => "envelope" in switched)).toBe(false);
  expect(verdict.together.map(({ switched }) => texts(switched)).sort()).toEqual([
    ["phoneOut=integer", "listKey=noun"],
    ["searchMiss=empty", "autoUse=integer"],
  ]);
  expect(verdict.together.map(({ failure }) => failure)).toContain("broke under listKey=noun and phoneOut=integer");
  // Narrowing runs are reported, but not counted.
  expect(kinds).toContain("narrowing");
  expect(kinds.filter((kind) => kind === "pairs")).toHaveLength(verdict.pairs?.length ?? -1);
});

test("jobs sets the number of runs at a time", async () => {
  let going = 0;
  let most = 0;
  let meet = () => {};
  const threeMet = new Promise<void>((resolve) => {
    meet = resolve;
  });
  const places: string[] = [];
  await tryProfiles({
    jobs: 3,
    only: ["envelope", "contentType", "errorStatus", "phoneOut", "listKey", "autoUse"],
    run: async (sandbox) => {
      going += 1;
      most = Math.max(most, going);
      if (going === 3) meet();
      await greet(sandbox);
      if (Object.keys(sandbox.switched).length > 0) await threeMet;
      going -= 1;
    },
    onRun: ({ kind }, { nth, of }) => places.push(`${kind} ${nth}/${of}`),
  });
  expect(most).toBe(3);
  expect(places).toEqual(["default 1/1", ...[1, 2, 3, 4, 5, 6, 7].map((nth) => `single ${nth}/7`)]);
});

test("an aborted signal reaches the client and rejects", async () => {
  const stop = new AbortController();
  const reason = new Error("enough");
  let runs = 0;
  const trying = tryProfiles({
    signal: stop.signal,
    jobs: 2,
    run: async (sandbox) => {
      const { signal, switched } = sandbox;
      await greet(sandbox);
      runs += 1;
      if (Object.keys(switched).length === 0) return;
      stop.abort(reason);
      expect(signal?.aborted).toBe(true);
    },
  });
  await expect(trying).rejects.toBe(reason);
  expect(runs).toBeLessThanOrEqual(3);
});

test("an invalid fixture or time is not a client failure", async () => {
  const run = () => expect.unreachable("the client is not run");
  await expect(tryProfiles({ run, now: "yesterday" })).rejects.toThrow(/now must be a time in UTC/);
  const broken = { formatVersion: 1, templates: [{ id: 7 }] } as unknown as State;
  await expect(tryProfiles({ run, fixture: broken })).rejects.toThrow(/templates\.0\.type is missing/);
});

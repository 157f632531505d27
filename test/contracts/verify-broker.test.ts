/** `luna-sandbox verify` with a broker: selectors, pending pacts, notices and published results. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { verify } from "../../cli/commands/verify.js";
import { readPacts, verifyPacts } from "../../contracts/index.js";
import { pact } from "./support/pacts.js";
import { run } from "./support/run.js";
import { standInBroker } from "./support/stand-in-broker.js";

const kept = { name: "kept", content: pact({ description: "is kept" }) };
const broken = { name: "broken", content: pact({ description: "is broken", answer: { error: 2 } }) };
const hasMain = (selectors: readonly unknown[]) => JSON.stringify(selectors).includes('{"mainBranch":true}');

const verifying = (...args: readonly string[]) => run(verify, ...args, "--no-pins");

test("selectors, branch and tags are sent to the broker", async () => {
  const { url, received } = await standInBroker([kept]);
  const selectors = ["main", "deployed", "matching-branch", "branch:feat/x", "tag:prod", '{"consumer":"till"}'];
  const options = selectors.flatMap((selector) => ["--selector", selector]);
  const { code } = await verifying(url, ...options, "--provider-branch", "main", "--provider-tag", "ci");
  expect(code).toBe(0);
  expect(received).toMatchObject([
    {
      path: "/pacts/provider/luna/for-verification",
      body: {
        consumerVersionSelectors: [
          { mainBranch: true },
          { deployedOrReleased: true },
          { matchingBranch: true },
          { branch: "feat/x" },
          { tag: "prod", latest: true },
          { consumer: "till" },
        ],
        includePendingStatus: false,
        providerVersionBranch: "main",
        providerVersionTags: ["ci"],
      },
    },
  ]);
});

test("only the selected pacts are verified", async () => {
  const { url } = await standInBroker([kept, { ...broken, isSelected: (selectors) => !hasMain(selectors) }]);
  expect(await verifying(url, "--selector", "main")).toMatchObject({
    code: 0,
    out: expect.not.stringContaining("broken"),
  });
  expect(await verifying(url, "--selector", "deployed")).toMatchObject({ code: 1 });
});

test("a broker without selected pacts passes", async () => {
  const { url } = await standInBroker([]);
  expect(await verifying(url, "--selector", "main")).toMatchObject({
    code: 0,
    out: expect.stringContaining("0 interactions"),
  });
});

test.each([[["--selector", "main"]], [["--pending"]], [["--wip-since", "2026-01-31"]]])(
  "%s is refused where a source is a file",
  async (option) => {
    const { url } = await standInBroker([kept]);
    const { code, err } = await verifying("contracts/pacts/luna-loyalty-sdk.json", url, ...option);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining("select pacts of a broker; pass only its URL"),
    });
  },
);

test("a pending pact may fail where --pending is given", async () => {
  const { url } = await standInBroker([kept, { ...broken, pending: true }]);
  expect((await verifying(url, "--selector", "main")).code).toBe(1);
  const { code, out, err } = await verifying(url, "--selector", "main", "--pending");
  expect(code).toBe(0);
  expect(out).toContain("1 passed, 0 failed, 1 pending");
  expect(err).toContain("This pact is pending.");
});

test("--wip-since adds work-in-progress pacts, which may fail", async () => {
  const { url, received } = await standInBroker([kept, { ...broken, wip: true }]);
  expect((await verifying(url, "--selector", "main")).out).toContain("1 interaction: 1 passed");
  const { code, out } = await verifying(url, "--selector", "main", "--wip-since", "2026-01-31");
  expect(code).toBe(0);
  expect(out).toContain("1 pending");
  expect(received.at(-1)?.body).toMatchObject({ includeWipPactsSince: "2026-01-31", includePendingStatus: true });
});

const published = ["--publish", "--provider-version", "1.2.3"];

test("results, branch and tags are published for each pact", async () => {
  vi.stubEnv("PACT_BROKER_TOKEN", "secret");
  onTestFinished(() => void vi.unstubAllEnvs());
  const { url, received } = await standInBroker([kept, broken]);
  const build = ["--build-url", "https://ci.example.com/7"];
  const version = ["--provider-branch", "main", "--provider-tag", "ci"];
  const { code, err } = await verifying(url, "--selector", "main", ...published, ...version, ...build);
  expect(code).toBe(1);
  const result = {
    providerApplicationVersion: "1.2.3",
    buildUrl: "https://ci.example.com/7",
    verifiedBy: { implementation: "luna-sandbox", version: expect.any(String) },
  };
  expect(received.slice(1).map(({ verb, path, body }) => ({ verb, path, body }))).toEqual([
    { verb: "PUT", path: "/pacticipants/luna/branches/main/versions/1.2.3", body: {} },
    { verb: "PUT", path: "/pacticipants/luna/versions/1.2.3/tags/ci", body: {} },
    { verb: "POST", path: "/results/kept", body: { success: true, ...result } },
    { verb: "POST", path: "/results/broken", body: { success: false, ...result } },
  ]);
  expect(new Set(received.map(({ authorization }) => authorization))).toEqual(new Set(["Bearer secret"]));
  expect(err).toContain("published 2 results");
  expect(err).toContain("The consumer team is notified.");
});

test("a pending pact that fails is published as failed", async () => {
  const { url, received } = await standInBroker([{ ...broken, pending: true }]);
  expect((await verifying(url, "--pending", ...published)).code).toBe(0);
  expect(received.at(-1)).toMatchObject({ path: "/results/broken", body: { success: false } });
});

test("nothing is published unless the broker is the only source", async () => {
  const folder = await mkdtemp(join(tmpdir(), "luna-pacts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "till.json");
  await writeFile(file, JSON.stringify(kept.content));
  const { url, received } = await standInBroker([kept]);
  expect(await verifying(file, ...published)).toMatchObject({ code: 2, err: expect.stringContaining("one broker") });
  expect(await verifying(file, url, "--selector", "main", ...published)).toMatchObject({ code: 2 });
  expect(await verifying(url, "--selector", "main", "--filter", "kept", ...published)).toMatchObject({ code: 0 });
  expect(received.filter(({ path }) => path.startsWith("/results/"))).toHaveLength(1);
});

test("a part of the pacts is not published", async () => {
  const { url, received } = await standInBroker([kept, broken]);
  const { code, err } = await verifying(url, "--selector", "main", "--filter", "kept", ...published);
  expect(code).toBe(2);
  expect(err).toContain("--publish needs whole pacts");
  expect(received.filter(({ path }) => path.startsWith("/results/"))).toEqual([]);
});

test("PACT_BROKER_BASE_URL is the source where none is named", async () => {
  const { url } = await standInBroker([kept]);
  vi.stubEnv("PACT_BROKER_BASE_URL", url);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await verifying("--selector", "main")).toMatchObject({ code: 0, out: expect.stringContaining("is kept") });
});

test.each([
  { args: ["--selector", "mian"], problem: "--selector must be main, deployed" },
  { args: ["--selector", "matching-branch"], problem: "needs --provider-branch" },
  { args: ["--wip-since", "yesterday"], problem: "--wip-since must be a day" },
  { args: ["--publish"], problem: "--publish needs --provider-version" },
  { args: ["--provider-version", "1"], problem: "--provider-version needs --publish" },
  { args: [...published, "--build-url", "ci"], problem: "--build-url must be a URL" },
])("$args is refused before the broker is asked", async ({ args, problem }) => {
  const { url, received } = await standInBroker([kept]);
  expect(await verifying(url, ...args)).toMatchObject({ code: 2, err: expect.stringContaining(problem) });
  expect(received).toEqual([]);
});

/** Creates a folder with contracts of two providers. */
async function contracts() {
  const folder = await mkdtemp(join(tmpdir(), "luna-pacts-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const other = { ...pact({ description: "of the till" }), provider: { name: "payments" } };
  await writeFile(join(folder, "till-luna.json"), JSON.stringify(pact({ description: "one" }, { description: "two" })));
  await writeFile(join(folder, "till-payments.json"), JSON.stringify(other));
  return folder;
}

test("--provider leaves out contracts with other providers", async () => {
  const folder = await contracts();
  expect((await verifying(folder)).out).toContain("3 interactions");
  expect((await verifying(folder, "--provider", "luna")).out).toContain("2 interactions");
  expect(await verifying(folder, "--provider", "Luna")).toMatchObject({
    code: 2,
    err: expect.stringContaining('no pact has the provider "Luna"; known: luna, payments'),
  });
});

test("--filter chooses single interactions", async () => {
  const folder = await contracts();
  expect((await verifying(folder, "--filter", "ONE")).out).toContain("1 interaction: 1 passed");
  expect(await verifying(folder, "--filter", "three")).toMatchObject({
    code: 2,
    err: expect.stringContaining('no interaction has "three"'),
  });
});

test("JUnit XML has names, errors, timestamps and failure types", async () => {
  const folder = await contracts();
  await writeFile(join(folder, "broken.json"), JSON.stringify(broken.content));
  const file = join(folder, "report.xml");
  expect((await verifying(folder, "--junit", file)).code).toBe(1);
  const xml = await readFile(file, "utf8");
  expect(xml).toMatch(
    /<testsuites name="luna-sandbox verify" timestamp="\d{4}-[^"]+Z" tests="4" errors="0" failures="1"/,
  );
  expect(xml).toMatch(/<testsuite name="till" timestamp="\d{4}-[^"]+Z" tests="4" errors="0"/);
  expect(xml).toContain('<failure type="mismatch" message=');
});

test("verifyPacts returns the summary that --json prints", async () => {
  const folder = await contracts();
  const { out } = await verifying(folder, "--json");
  const { summary } = await verifyPacts(await readPacts([folder]));
  const withoutTimes = (text: string) => text.replace(/"(durationMs|requestId)": ("[^"]*"|\d+)/g, '"$1": 0');
  expect(withoutTimes(JSON.stringify(summary, null, 2))).toBe(withoutTimes(out));
});

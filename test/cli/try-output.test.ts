import { expect, test } from "vitest";
import { verdictJson } from "../../cli/commands/try.json.js";
import { tryJunit } from "../../cli/commands/try.junit.js";
import { progressLine, tryReportText } from "../../cli/commands/try.report.js";
import { type Switched, valuesNamed } from "../../contracts/try/value.js";
import { missed, notRun, type RunKind, summary, type TryRun, type TryVerdict } from "../../contracts/try/verdict.js";
import { clientReport } from "../../mock-server/index.js";

const run = (kind: RunKind, switched: Switched, failure?: string, output?: string): TryRun => ({
  kind,
  switched,
  passes: failure === undefined,
  failure,
  output,
  durationMs: 1250,
  report: clientReport([]),
});

const verdict: TryVerdict = {
  default: run("default", {}),
  singles: [
    run("single", { envelope: "array" }, 'Error: "a" <b>', "\u001b[31mError\u001b[39m: & more\n"),
    run("single", { phoneOut: "integer" }),
    run("single", { listKey: "noun" }),
  ],
  pairs: [run("pairs", { phoneOut: "integer", listKey: "noun" }, "Error: both")],
  leftOut: [{ name: "envelope", value: "array" }],
  together: [run("pairs", { phoneOut: "integer", listKey: "noun" }, "Error: both")],
};
const failsByDefault: TryVerdict = {
  default: run("default", {}, "Error: no", "one\nError: no\n"),
  singles: [],
  pairs: undefined,
  leftOut: [],
  together: [],
};

test("summary counts runs by kind", () => {
  expect(summary(verdict)).toBe("default: passes. Single switches: 2 of 3 pass. Pairs: 0 of 1 pass.");
  expect(summary({ ...verdict, pairs: undefined })).toBe("default: passes. Single switches: 2 of 3 pass.");
  expect(summary(failsByDefault)).toBe("default: fails.");
});

test("only required runs must pass besides the default profile", () => {
  const texts = (...args: Parameters<typeof missed>) => missed(...args).map(({ switched }) => Object.keys(switched));
  expect(texts(verdict, [])).toEqual([]);
  expect(texts(verdict, valuesNamed(["phoneOut", "listKey=noun"]))).toEqual([]);
  expect(texts(verdict, valuesNamed(["phoneOut", "envelope"]))).toEqual([["envelope"]]);
  expect(texts(verdict, "all")).toEqual([["envelope"], ["phoneOut", "listKey"]]);
  expect(texts(failsByDefault, [])).toEqual([[]]);
});

test("notRun finds required values that would not be tried", () => {
  const chosen = valuesNamed(["phoneOut=integer"]);
  expect(notRun(valuesNamed(["phoneOut", "envelope=object"]), chosen)).toBeUndefined();
  expect(notRun(valuesNamed(["phoneOut", "envelope"]), chosen)).toEqual({ name: "envelope", value: "array" });
  expect(notRun("all", chosen)).toBeUndefined();
});

test("the report has failures with evidence and advice", () => {
  expect(tryReportText(verdict, "all")).toBe(`default: passes. Single switches: 2 of 3 pass. Pairs: 0 of 1 pass.

envelope=array fails
  first failure: Error: "a" <b>
  evidence: sample: the only surviving sample of a response on the vendor's page is wrapped in an array
  advice: If the response is an array, use its first element.

phoneOut=integer, listKey=noun fail together; each passes alone
  first failure: Error: both
 phoneOut=integer
  evidence: documented: the table of parameters types phone as integer
  advice: Convert the phone to a string of digits before you compare or store it.
 listKey=noun
  evidence: inferred: getTemplates has templates, so these could have passes, clients and operations
  advice: Read the list from either of the two keys.

Left out of the pairs, because they fail alone: envelope=array.

Required runs that failed: 2.

Client report: no requests to examine.`);
});

test("a failure under the default profile has the client's output", () => {
  expect(tryReportText(failsByDefault, [])).toBe(`default: fails.

The default profile fails
  first failure: Error: no
  output:
    one
    Error: no
Nothing else was run. Set --keep-going to run the rest.

Client report: no requests to examine.`);
});

test("progress has a line for each run", () => {
  expect(progressLine(verdict.default, { nth: 1, of: 1 })).toBe("default: passes (1.3 s)");
  expect(progressLine(run("single", { envelope: "array" }, "Error: no"), { nth: 2, of: 22 })).toBe(
    "single switches 2/22: envelope=array fails: Error: no (1.3 s)",
  );
  expect(progressLine(run("narrowing", { envelope: "array" }), { nth: 2, of: undefined })).toBe(
    "narrowing 2: envelope=array passes (1.3 s)",
  );
});

test("the JSON verdict has every run, with facts about failures", () => {
  expect(verdictJson(verdict, [])).toMatchObject({
    verdict: summary(verdict),
    passes: true,
    default: { kind: "default", profile: {}, passes: true, durationMs: 1250 },
    report: { requests: 0, findings: [] },
    singles: {
      run: 3,
      passed: 2,
      runs: [
        {
          profile: { envelope: "array" },
          passes: false,
          failure: 'Error: "a" <b>',
          switches: [{ name: "envelope", value: "array", evidence: /^sample: /, advice: /first element/ }].map(
            ({ evidence, advice, ...value }) => ({
              ...value,
              evidence: expect.stringMatching(evidence),
              advice: expect.stringMatching(advice),
            }),
          ),
        },
        { profile: { phoneOut: "integer" }, passes: true },
        { profile: { listKey: "noun" }, passes: true },
      ],
    },
    pairs: { run: 1, passed: 0, leftOut: verdict.leftOut, together: [{ failure: "Error: both" }] },
  });
  expect(verdictJson(verdict, "all").passes).toBe(false);
  expect(verdictJson(failsByDefault, []).pairs).toBeNull();
});

test("the JUnit XML has a case for each run", () => {
  expect(tryJunit({ ...verdict, singles: verdict.singles.slice(0, 2), pairs: undefined })).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="luna-sandbox try" tests="3" errors="0" failures="1" time="3.750">
  <testsuite name="default" tests="1" errors="0" failures="0" time="1.250">
    <testcase classname="luna-sandbox.default" name="the default profile" time="1.250"/>
  </testsuite>
  <testsuite name="single switches" tests="2" errors="0" failures="1" time="2.500">
    <testcase classname="luna-sandbox.single" name="envelope=array" time="1.250">
      <failure type="client failed" message="Error: &quot;a&quot; &lt;b&gt;">envelope=array
evidence: sample: the only surviving sample of a response on the vendor's page is wrapped in an array
advice: If the response is an array, use its first element.

[31mError[39m: &amp; more
</failure>
    </testcase>
    <testcase classname="luna-sandbox.single" name="phoneOut=integer" time="1.250"/>
  </testsuite>
</testsuites>
`,
  );
});

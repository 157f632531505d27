/** Valid and invalid pact files as consumers of several languages write them. */
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readPacts } from "../../contracts/index.js";
import { verifying } from "./support/verify.js";

const fixture = (name: string) => fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));

/** Failing interactions of each file with their messages; all others pass. */
const wrong: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "ruby-v2.json": {
    "wrong: stamps are text": ["$.activeStamps: Expected 3 (Integer) to be the same type as '3' (String) [documented]"],
    "wrong: an unknown card has status 404": ["status: expected 404 but was 200 []"],
  },
  "jvm-v3.json": {
    "wrong: more points than there are": ["$.result: the response lacks result [assumed]"],
    "wrong: a state that is not in the catalogue": [
      ': unknown provider state "a cashbak card"; did you mean "a cashback card"? Run luna-sandbox states for the list []',
    ],
  },
  "python-v3.json": {
    "wrong: the page holds fifty-one": [
      expect.stringMatching(/^\$\.rows: .*(minimum|at least|length).* \[assumed\]$/),
    ] as unknown as string[],
    "wrong: a parameter that the state does not have": [
      ': unknown parameter "cuont" of "pushes on a card"; did you mean "count"? []',
    ],
  },
  "dotnet-v4.json": {
    "wrong: an invalid phone": [
      ': phone of "a client" must be digits with the country code, or null for none, got "+49 is not asked for" []',
    ],
    "wrong: a message about an installed card": [
      ": messages are unsupported; the API has requests and responses only []",
    ],
  },
};

test.each(Object.entries(wrong))("%s", async (name, expected) => {
  const { verification } = await verifying();
  const results = await verification.all(await readPacts([fixture(name)]));
  const verdicts = results.map(({ interaction, verdict, failures }) => [
    interaction.description,
    verdict,
    verdict === "failed"
      ? failures.map(({ where, message, evidence }) => `${where}: ${message} [${evidence?.level ?? ""}]`)
      : [],
  ]);
  expect(verdicts).toEqual(
    results.map(({ interaction: { description } }) => {
      const reasons = expected[description];
      const kept = description.startsWith("still being worked on") ? "pending" : "passed";
      return [description, reasons === undefined ? kept : "failed", reasons ?? []];
    }),
  );
  expect(Object.keys(expected)).toEqual(
    results.map(({ interaction }) => interaction.description).filter((description) => description.startsWith("wrong")),
  );
});

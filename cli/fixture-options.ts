import { StreamedJson } from "../mock-server/http/streamed-json.js";
import { largestSeed } from "../mock-server/model/identity.js";
import { fixtureNames } from "../mock-server/state/fixture.js";
import { asState, type State } from "../mock-server/state/state.js";
import { orList } from "../shared/lists.js";
import { mebibyte } from "../shared/units.js";
import { UsageError } from "../shared/usage-error.js";
import { decodeUtf8 } from "../shared/utf8.js";
import { readOptionFile } from "./option-file.js";
import { parseInteger } from "./option-table.js";

/** Enough for the state of several million clients. */
const maxFixtureBytes = 2048 * mebibyte;

/** Bytes from which a file is parsed in parts: V8 has no string of more than 512 MiB. */
const partedBytes = 64 * mebibyte;

function parseFixture(bytes: Buffer): unknown {
  if (bytes.length < partedBytes) return JSON.parse(decodeUtf8(bytes));
  const json = new StreamedJson("the file");
  for (let at = 0; at < bytes.length; at += mebibyte) json.add(bytes.subarray(at, at + mebibyte));
  return json.end();
}

export const fixtureOption = {
  value: "<name|file>",
  meaning: `initial state of the sandbox "default": ${orList([...fixtureNames, "a JSON file"])}`,
  defaultText: "demo",
} as const;

export const seedOption = {
  value: "<n>",
  meaning: "seed of generated data and ids",
  defaultText: "1",
  parse: parseInteger(0, largestSeed),
} as const;

export const nowOption = {
  value: "<time>",
  meaning: "time of the frozen clock, such as 2026-01-15T12:00:00Z",
} as const;

function fixtureOf(text: string): "demo" | "empty" | State {
  const name = fixtureNames.find((known) => known === text);
  if (name !== undefined) return name;
  return readOptionFile("fixture", text, {
    maxBytes: maxFixtureBytes,
    parse: (bytes) => asState(parseFixture(bytes)),
    advice: `use ${orList(fixtureNames)}, or a JSON file with the response of GET /_luna/sandboxes/default/state`,
  });
}

/** Returns the initial state that `--fixture` and `--seed` choose. Throws UsageError for an invalid fixture. */
export function fixtureOptions({
  fixture: text,
  seed,
}: {
  readonly fixture?: string | undefined;
  readonly seed?: number | undefined;
}): {
  readonly fixture?: "demo" | "empty" | State;
  readonly seed?: number;
} {
  const fixture = text === undefined ? undefined : fixtureOf(text);
  if (typeof fixture === "object" && fixture.seed !== undefined && seed !== undefined)
    throw new UsageError(`--seed cannot be used with ${text}, which has the seed ${fixture.seed}; leave --seed out`);
  return { ...(seed === undefined ? {} : { seed }), ...(fixture === undefined ? {} : { fixture }) };
}

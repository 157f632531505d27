import { largestSeed } from "../mock-server/model/identity.js";
import { fixtureNames } from "../mock-server/state/index.js";
import { asState, type State } from "../mock-server/state/state.js";
import { mebibyte, readFile } from "../shared/read-limited.js";
import { UsageError } from "../shared/usage-error.js";
import { decodeUtf8 } from "../shared/utf8.js";
import { wholeNumber } from "./args.js";

/** The files of a sandbox may have as much, and so may its export. */
const maxFixtureBytes = 256 * mebibyte;

function fixtureOf(text: string): "demo" | "empty" | State {
  const name = fixtureNames.find((known) => known === text);
  if (name !== undefined) return name;
  try {
    return asState(JSON.parse(decodeUtf8(readFile(text, maxFixtureBytes))));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : (error as Error).message;
    throw new UsageError(
      `--fixture ${text}: ${why}. It is ${fixtureNames.join(", ")} or a JSON file as GET /_luna/sandboxes/default/state gives it`,
    );
  }
}

/** What `--fixture` and `--seed` say a sandbox begins with. Throws UsageError for what cannot be loaded. */
export function fixtureOptions(values: { readonly fixture?: string | undefined; readonly seed?: string | undefined }): {
  readonly fixture?: "demo" | "empty" | State;
  readonly seed?: number;
} {
  const fixture = values.fixture === undefined ? undefined : fixtureOf(values.fixture);
  if (typeof fixture === "object" && fixture.seed !== undefined && values.seed !== undefined)
    throw new UsageError(`the fixture ${values.fixture} has a seed of its own, ${fixture.seed}: leave --seed out`);
  return {
    ...(values.seed === undefined ? {} : { seed: wholeNumber("seed", values.seed, largestSeed) }),
    ...(fixture === undefined ? {} : { fixture }),
  };
}

/** Small pacts for tests, and the committed pacts. */
import { readdirSync, readFileSync } from "node:fs";

const folder = new URL("../../../contracts/pacts/", import.meta.url);

interface Committed {
  readonly interactions: readonly { readonly description: string; readonly response: object }[];
}

/** The committed pacts by file name; the SDK's contains every method. */
export const committedPacts: ReadonlyMap<string, Committed> = new Map(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Committed]),
);

/** Returns the SDK's pact, or its interactions with these descriptions. */
export function sdkPact(...descriptions: readonly string[]): Committed {
  const pact = committedPacts.get("luna-loyalty-sdk.json");
  if (pact === undefined) throw new Error("the pact of the SDK is missing");
  if (descriptions.length === 0) return pact;
  const interactions = descriptions.flatMap((one) =>
    pact.interactions.filter(({ description }) => description === one),
  );
  return { ...pact, interactions };
}

export interface InteractionOptions {
  readonly description?: string;
  readonly states?: readonly { readonly name: string; readonly params?: object }[];
  readonly method?: string;
  readonly token?: string | null;
  readonly body?: object;
  readonly answer?: unknown;
  readonly status?: number;
  readonly rules?: object;
}

/** Builds an interaction of version 3; by default getTemplates, which passes. */
function interaction(options: InteractionOptions = {}): object {
  const { description = "the templates", states = [], method = "getTemplates", token = "till", body = {} } = options;
  const { answer = { result: 1, templates: [] }, status = 200, rules } = options;
  return {
    description,
    providerStates: states,
    request: {
      method: "POST",
      path: `/api/v1/${method}`,
      headers: { "content-type": "application/json", ...(token === null ? {} : { "x-access-token": token }) },
      body,
    },
    response: { status, body: answer, ...(rules === undefined ? {} : { matchingRules: { body: rules } }) },
  };
}

export const pact = (...options: readonly InteractionOptions[]) => ({
  consumer: { name: "till" },
  provider: { name: "luna" },
  interactions: options.map(interaction),
  metadata: { pactSpecification: { version: "3.0.0" } },
});

/** Small pacts for tests. */

export interface Wish {
  readonly description?: string;
  readonly states?: readonly { readonly name: string; readonly params?: object }[];
  readonly operation?: string;
  readonly token?: string | null;
  readonly body?: object;
  readonly answer?: unknown;
  readonly status?: number;
  readonly rules?: object;
}

/** An interaction of version 3; by default one for the templates that is kept. */
export function interaction(wish: Wish = {}): object {
  const { description = "the templates", states = [], operation = "getTemplates", token = "till", body = {} } = wish;
  const { answer = { result: 1, templates: [] }, status = 200, rules } = wish;
  return {
    description,
    providerStates: states,
    request: {
      method: "POST",
      path: `/api/v1/${operation}`,
      headers: { "content-type": "application/json", ...(token === null ? {} : { "x-access-token": token }) },
      body,
    },
    response: { status, body: answer, ...(rules === undefined ? {} : { matchingRules: { body: rules } }) },
  };
}

export const pact = (...wishes: readonly Wish[]) => ({
  consumer: { name: "till" },
  provider: { name: "luna" },
  interactions: wishes.map(interaction),
  metadata: { pactSpecification: { version: "3.0.0" } },
});

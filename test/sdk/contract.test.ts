/** The SDK with Pact's mock server. The tests write the committed contract; `npm run pacts` updates it. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MatchersV3, PactV4 } from "@pact-foundation/pact";
import { afterAll, expect, test, vi } from "vitest";
import { matrix, pactWitnesses, parsePact } from "../../contracts/index.js";
import { methodFacts } from "../../openapi/document.js";
import { sdkInteractions } from "../../sdk/contract/index.js";
import type { SdkInteraction } from "../../sdk/contract/interaction.js";
import { createLunaClient, isDocumentedRefusalError, type LunaClient } from "../../sdk/index.js";

const folder = await mkdtemp(join(tmpdir(), "luna-pacts-"));
afterAll(() => rm(folder, { recursive: true }));

const token = "sdk-token";
const pact = new PactV4({ consumer: "luna-loyalty-sdk", provider: "luna", dir: folder, logLevel: "error" });

/** Returns the expected result of the SDK. */
function resultOf({ method }: SdkInteraction, { result, ...fields }: Record<string, unknown>): unknown {
  if (method === "checkPassExistsByPhone") return result === 1;
  return Object.keys(fields).length === 0 ? undefined : fields;
}

/** Waits until Pact's mock server has logged the request, which it does after its response. */
async function untilLogged(unit: object, port: number): Promise<void> {
  const { pact: mock } = unit as { readonly pact: { mockServerMatchedSuccessfully(port: number): boolean } };
  const isLogged = () => expect(mock.mockServerMatchedSuccessfully(port)).toBe(true);
  // Pact itself reports why a request does not match.
  await vi.waitFor(isLogged, { timeout: 60_000 }).catch(() => undefined);
}

test.each(sdkInteractions)("$method: $description", async (interaction) => {
  const { states, description, method, request, response } = interaction;
  const unit = pact.addInteraction();
  for (const state of states) {
    if (typeof state === "string") unit.given(state);
    else unit.given(state[0], { ...state[1] });
  }
  const seen = MatchersV3.reify(response as never) as Record<string, unknown>;
  await unit
    .uponReceiving(description)
    .withRequest("POST", `/api/v1/${method}`, (builder) => {
      builder.headers({ "content-type": "application/json", "x-access-token": token }).jsonBody(request);
    })
    .willRespondWith(200, (builder) => {
      builder.headers({ "content-type": "application/json" }).jsonBody(response);
    })
    .executeTest(async ({ url, port }) => {
      const luna = createLunaClient({ token, baseUrl: `${url}/api/v1`, retries: 0 });
      const call = luna[method as keyof LunaClient] as (parameters: object) => Promise<unknown>;
      const answered: unknown = await call(request).catch((error) => error);
      await untilLogged(unit, port);
      if (typeof seen.error !== "number") return expect(answered).toEqual(resultOf(interaction, seen));
      expect(isDocumentedRefusalError(answered)).toBe(true);
      expect(answered).toMatchObject({ code: seen.error, ...(seen.error === 5 ? { userID: seen.userID } : {}) });
    });
});

/** Reads the contract that the tests above write. */
const written = () => readFile(join(folder, "luna-loyalty-sdk-luna.json"), "utf8");

test.each(Object.values(methodFacts))(
  "the contract covers card types, errors and pages of $id",
  async ({ id, errors }) => {
    const cells = matrix(pactWitnesses(parsePact("the contract", await written())));
    const own = cells.filter(({ method }) => method === id);
    const missing = own.filter(({ by }) => by.length === 0);
    expect(missing.map(({ cardType = "any", outcome }) => `card type ${cardType}: ${outcome}`)).toEqual([]);
    // The matrix contains all documented errors.
    const asked = new Set(own.map(({ outcome }) => outcome).filter((outcome) => outcome.startsWith("error")));
    expect(asked).toEqual(new Set(errors.map((code) => `error ${code}`)));
  },
);

test("the committed contract equals the contract of these tests", async () => {
  const { metadata, ...contract } = JSON.parse(await written());
  // The versions of Pact's packages do not belong to the contract.
  const text = JSON.stringify({ ...contract, metadata: { pactSpecification: metadata.pactSpecification } }, null, 1);
  await expect(`${text}\n`).toMatchFileSnapshot("../../contracts/pacts/luna-loyalty-sdk.json");
});

/**
 * What our SDK asks and what it makes of the answers, against Pact's mock server. The contract that this writes is
 * committed; `npm run pacts` writes it anew after a change.
 */
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

/** What the SDK makes of an answer. */
function meant({ method }: SdkInteraction, { result, ...fields }: Record<string, unknown>): unknown {
  if (method === "checkPassExistsByPhone") return result === 1;
  return Object.keys(fields).length === 0 ? undefined : fields;
}

/** Waits until Pact's mock server has noted the request: it does so some time after it has answered it. */
async function untilNoted(unit: object, port: number): Promise<void> {
  const { pact: mock } = unit as { readonly pact: { mockServerMatchedSuccessfully(port: number): boolean } };
  const isNoted = () => expect(mock.mockServerMatchedSuccessfully(port)).toBe(true);
  // Pact itself says better why a request does not match.
  await vi.waitFor(isNoted, { timeout: 60_000 }).catch(() => undefined);
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
      await untilNoted(unit, port);
      if (typeof seen.error !== "number") return expect(answered).toEqual(meant(interaction, seen));
      expect(isDocumentedRefusalError(answered)).toBe(true);
      expect(answered).toMatchObject({ code: seen.error, ...(seen.error === 5 ? { userID: seen.userID } : {}) });
    });
});

/** The contract that the tests above write. */
const written = () => readFile(join(folder, "luna-loyalty-sdk-luna.json"), "utf8");

test.each(Object.values(methodFacts))(
  "$id is in the contract with every card type that matters, every documented error and a second page",
  async ({ id, errors }) => {
    const cells = matrix(pactWitnesses(parsePact("the contract", await written())));
    const own = cells.filter(({ method }) => method === id);
    const missing = own.filter(({ by }) => by.length === 0);
    expect(missing.map(({ cardType = "any", outcome }) => `card type ${cardType}: ${outcome}`)).toEqual([]);
    // The matrix must have asked for them.
    const asked = new Set(own.map(({ outcome }) => outcome).filter((outcome) => outcome.startsWith("error")));
    expect(asked).toEqual(new Set(errors.map((code) => `error ${code}`)));
  },
);

test("the committed contract is what the tests above write", async () => {
  const { metadata, ...contract } = JSON.parse(await written());
  // Which versions of Pact's own parts wrote it is no part of the contract.
  const text = JSON.stringify({ ...contract, metadata: { pactSpecification: metadata.pactSpecification } }, null, 1);
  await expect(`${text}\n`).toMatchFileSnapshot("../../contracts/pacts/luna-loyalty-sdk.json");
});

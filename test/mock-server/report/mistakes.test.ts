/** Clients with a single mistake each, against a real server. */
import { expect, test } from "vitest";
import { mistakes } from "../../../mock-server/report/catalogue.js";
import type { MethodName } from "../../../openapi/document.js";
import { type WatchedClient, watched } from "./watched.js";

const stampCard = { passSerialNumber: "297150-586-203" };
const coffee = { idTemplate: 340_717 };
/** Twenty clients with installed cards: two full pages. */
const coupons = { idTemplate: 340_720 };
const phone = 12_025_550_143;
const jane = { ...coffee, sName: "Doe", fName: "Jane" };
const toAll = { pushSegment: "allClients", idTemplate: "340720", messageText: "Hello" };
const noToken = { token: null };

/** For each mistake, calls of a client that makes only this mistake. */
const clients: readonly (readonly [id: string, does: (client: WatchedClient) => Promise<unknown>])[] = [
  ["unknown-method", ({ call }) => call("getTemplate" as MethodName)],
  ["unknown-method", ({ call }) => call("useRewards" as MethodName, stampCard, { verb: "GET" })],
  ["body-not-json", ({ call }) => call("usePass", "passSerialNumber=297150-586-203&numberStumps=1")],
  ["body-not-json", ({ call }) => call("getPassInfo", "{passSerialNumber: 1}")],
  ["wrong-verb", ({ call }) => call("getTemplates", {}, { verb: "GET" })],
  ["wrong-verb", ({ call }) => call("getPassInfo", stampCard, { verb: "PUT" })],
  [
    "token-elsewhere",
    ({ call }) => call("usePass", { ...stampCard, numberStumps: 1, token: "luna-demo-token" }, noToken),
  ],
  ["token-elsewhere", ({ call }) => call("getTemplates", {}, { ...noToken, query: "?x-access-token=luna-demo-token" })],
  [
    "token-elsewhere",
    ({ call }) => call("getTemplates", {}, { ...noToken, headers: { authorization: "Bearer luna-demo-token" } }),
  ],
  ["token-elsewhere", ({ call }) => call("usePass", { token: "luna-demo-token" }, { token: "" })],
  ["token-forgotten", ({ call }) => call("usePass", { ...stampCard, numberStumps: 1 }, noToken)],
  ["token-forgotten", ({ call }) => call("useReward", { ...stampCard, numberRewards: 1 }, noToken)],
  ["token-forgotten", ({ call, first }) => call("sendInfoPush", { ...toAll, page: first }, noToken)],
  ["token-never-valid", ({ call }) => call("getPassInfo", stampCard, noToken)],
  [
    "token-never-valid",
    async ({ call }) => {
      await call("getTemplates", {}, { token: "wrong" });
      await call("usePass", { ...stampCard, numberStumps: 1 }, { token: "wrong" });
    },
  ],
  ["misspelt-parameter", ({ call }) => call("usePass", { ...stampCard, numberStamps: 1 })],
  ["misspelt-parameter", ({ call }) => call("getPassInfo", { passserialnumber: "297150-586-203" })],
  ["misspelt-parameter", ({ call }) => call("searchClient", { ...coffee, "e-mail": "jane@example.com" })],
  ["unread-key", ({ call }) => call("getPassInfo", { ...stampCard, language: "en" })],
  ["unread-key", ({ call }) => call("getPassInfo", stampCard, { query: "?language=en" })],
  ["unread-key", ({ call }) => call("getTemplates", stampCard)],
  ["number-as-string", ({ call }) => call("checkPassExistsByPhone", { idTemplate: "340717", phone })],
  ["number-as-string", ({ call }) => call("usePass", { ...stampCard, numberStumps: "1" })],
  ["phone-as-string", ({ call }) => call("checkPassExistsByPhone", { ...coffee, phone: `+${phone}` })],
  ["phone-as-string", ({ call }) => call("getClientPassesByPhone", { phone: "+1 202 555 0143" })],
  ["selection-mode-case", ({ call }) => call("getTemplateClientPasses", { ...coffee, selectionMode: "passInstalled" })],
  [
    "push-page-repeated",
    async ({ call, first }) => {
      for (let round = 0; round < 4; round += 1) await call("sendInfoPush", { ...toAll, page: first });
    },
  ],
  [
    "push-page-repeated",
    async ({ call, first }) => {
      for (const page of [first, first + 1, first + 1]) await call("sendInfoPush", { ...toAll, page });
    },
  ],
  ["push-loop-unfinished", ({ call, first }) => call("sendInfoPush", { ...toAll, page: first })],
  [
    "push-loop-unfinished",
    async ({ call, first }) => {
      for (const page of [first, first + 1]) await call("sendInfoPush", { ...toAll, page });
    },
  ],
  [
    "refusal-ignored",
    async ({ call }) => {
      const { userID } = await call("createClient", { ...coffee, sName: "Doe" });
      await call("createPass", { ...coffee, userID });
    },
  ],
  [
    "refusal-ignored",
    async ({ call }) => {
      const { serialNumber } = await call("createPass", { ...coffee, userID: 1 });
      await call("getPassInfo", { passSerialNumber: String(serialNumber) });
    },
  ],
  [
    "refusal-ignored",
    async ({ call }) => {
      await call("useReward", { ...stampCard, numberRewards: 9 });
      await call("sendInfoPush", { pushSegment: "oneClient", ...stampCard, messageText: "Enjoy your coffee" });
    },
  ],
  [
    "refusal-ignored",
    async ({ call }) => {
      const { userID = -1 } = await call("createClient", { ...coffee, sName: "Doe" });
      await call("getTemplates");
      await call("createPass", { ...coffee, userID });
    },
  ],
  [
    "refusal-ignored",
    async ({ call }) => {
      const lost = { passSerialNumber: "297150-586-999" };
      await call("getPassInfo", lost);
      await call("usePass", { ...lost, numberStumps: 1 });
    },
  ],
  [
    "existing-client-ignored",
    async ({ call }) => {
      await call("createClient", { ...jane, phone });
      await call("getPassInfo", stampCard);
    },
  ],
  [
    "change-repeated",
    async ({ call, wait }) => {
      await call("usePass", { ...stampCard, numberStumps: 1 });
      wait(2_000);
      await call("usePass", { ...stampCard, numberStumps: 1 });
    },
  ],
  [
    "change-repeated",
    async ({ call }) => {
      await call("usePass", { ...stampCard, numberStumps: 1 });
      // A busy client sends unrelated calls too.
      await call("getTemplates");
      await call("usePass", { passSerialNumber: "297150-586-204", action: "accruePoints", sum: 5 });
      await call("usePass", { ...stampCard, numberStumps: 1 });
    },
  ],
  [
    "change-repeated",
    async ({ call, first }) => {
      const news = { ...toAll, idTemplate: "340719", page: first };
      await call("sendInfoPush", news);
      await call("sendInfoPush", news);
    },
  ],
  [
    "change-repeated",
    async ({ call }) => {
      const push = { pushSegment: "oneClient", ...stampCard, messageText: "Hello" };
      await call("sendInfoPush", push);
      await call("sendInfoPush", push);
    },
  ],
  [
    "second-pass",
    async ({ call }) => {
      const { userID } = await call("createClient", { ...jane, phone: 1 });
      await call("createPass", { ...coffee, userID });
      await call("createPass", { ...coffee, userID });
    },
  ],
  ["paging-stopped", ({ call, first }) => call("getClientsList", { ...coupons, page: first })],
  ["paging-stopped", ({ call }) => call("getClientsList", coupons)],
  // A hundred rows are too large for the request log.
  [
    "paging-stopped",
    ({ call }) => call("getTemplateClientPasses", { idTemplate: 340_723, selectionMode: "PassInstalled" }),
  ],
  [
    "paging-stopped",
    async ({ call, first }) => {
      for (const page of [first, first + 1])
        await call("getPassOperations", { passSerialNumber: "297150-586-211", page });
    },
  ],
  [
    "polling",
    async ({ call, wait }) => {
      for (let look = 0; look < 12; look += 1) {
        await call("getPassInfo", stampCard);
        wait(100);
      }
    },
  ],
];

const profiles: readonly Readonly<Record<string, string>>[] = [
  {},
  { envelope: "array", contentType: "html", errorStatus: "4xx", resultMarker: "none", listKey: "noun", firstPage: "0" },
  { undocumentedRefusal: "result0", phoneIn: "refused", numberIn: "refused", secondPass: "new", searchHit: "rows" },
];

test("there is a client for every mistake", () => {
  expect(new Set(clients.map(([id]) => id))).toEqual(new Set(mistakes.map(({ id }) => id)));
});

test.each(clients.flatMap(([id, does]) => profiles.map((profile) => [id, profile, does] as const)))(
  "each mistake is found alone: %s under %j",
  async (id, profile, does) => {
    const client = await watched(profile);
    await does(client);
    const { findings } = await client.report();
    expect(findings.map(({ mistake }) => mistake)).toEqual([id]);
    expect(JSON.stringify(findings)).not.toContain("luna-demo-token");
  },
);

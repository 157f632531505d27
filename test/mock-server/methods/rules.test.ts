/** Rules that apply before those of cards, each tested on the wire. */
import { expect, test } from "vitest";
import type { RuleId } from "../../../mock-server/rules.js";
import type { MethodName } from "../../../openapi/document.js";
import { setup } from "../../support/sandbox.js";

const coffee = { idTemplate: 340_717 };
const stampCard = { passSerialNumber: "297150-586-203" };
const deletedCard = { passSerialNumber: "297150-586-214" };
const jane = { ...coffee, sName: "Doe", fName: "Jane" };
const taken = { phone: 12_025_550_143 };
const toOne = { pushSegment: "oneClient", messageText: "Hello" };

interface Sent {
  readonly body?: unknown;
  readonly verb?: string;
  readonly token?: string;
  readonly header?: readonly [name: string, value: string];
}

/** A rule, a call to which it applies, and the response. */
const rows: readonly (readonly [rule: RuleId, method: string, sent: Sent, status: number, answer: object])[] = [
  ["request.token", "getTemplates", { token: "nobody" }, 200, { error: 1 }],
  ["request.required", "getPassInfo", { body: { passSerialNumber: "" } }, 200, { error: 4 }],
  ["request.body", "getPassInfo", { body: [stampCard] }, 200, { error: 4 }],
  ["request.type", "getPassInfo", { body: { passSerialNumber: 7 } }, 200, { error: 4 }],
  ["request.range", "getClientsList", { body: { ...coffee, page: 0 } }, 200, { error: 4 }],
  ["request.length", "searchClient", { body: { ...coffee, email: "x".repeat(1001) } }, 200, { error: 4 }],
  ["request.unicode", "searchClient", { body: { ...coffee, email: "\ud800" } }, 200, { error: 4 }],
  ["request.value", "sendInfoPush", { body: { ...toOne, ...stampCard, pushSegment: "one" } }, 200, { error: 4 }],
  ["request.method", "getTemplate", {}, 404, { message: "unknown method; did you mean getTemplates?" }],
  ["request.verb", "getTemplates", { verb: "PUT" }, 405, { message: "getTemplates is called with POST" }],
  [
    "request.size",
    "getPassInfo",
    { body: "x".repeat(1024 * 1024) },
    413,
    { message: expect.stringContaining("1048576") },
  ],
  [
    "request.encoding",
    "getPassInfo",
    { header: ["content-encoding", "gzip"] },
    415,
    { message: expect.stringContaining("compressed") },
  ],
  [
    "request.profile",
    "getPassInfo",
    { header: ["x-luna-profile", "envelope=box"] },
    400,
    { message: expect.stringContaining("envelope must be object or array") },
  ],
  [
    "request.action",
    "usePass",
    { body: { passSerialNumber: "297150-586-204", action: "takeStamps", numberStumps: 1 } },
    200,
    { error: 4 },
  ],
  ["template.known", "getClientsList", { body: { idTemplate: 1 } }, 200, { error: 4 }],
  ["client.known", "createPass", { body: { ...coffee, userID: 1 } }, 200, { error: 4 }],
  ["client.template", "getClientPassesByPhone", { body: taken }, 200, expect.objectContaining({ result: 1 })],
  ["client.search", "searchClient", { body: { ...coffee, phone: 1 } }, 200, { result: 0 }],
  ["client.form", "getClientInfo", { body: stampCard }, 200, expect.objectContaining({ result: 1 })],
  ["client.unique", "createClient", { body: { ...jane, ...taken } }, 200, { error: 5, userID: 20_779_267 }],
  [
    "client.keepContact",
    "updateClient",
    { body: { ...jane, ...taken, userID: 20_779_267 } },
    200,
    { result: 1, userID: 20_779_267 },
  ],
  ["card.known", "getPassInfo", { body: { passSerialNumber: "none" } }, 200, { error: 2 }],
  ["card.byPhone", "getPassInfoByPhone", { body: { ...coffee, phone: 1 } }, 200, { error: 2 }],
  ["card.status", "getPassInfo", { body: deletedCard }, 200, expect.objectContaining({ status: "deleted" })],
  [
    "card.valid",
    "getTemplateClientPasses",
    { body: { ...coffee, selectionMode: "passDeleted" } },
    200,
    expect.objectContaining({ result: 1 }),
  ],
  ["list.order", "getTemplates", {}, 200, expect.objectContaining({ result: 1 })],
  ["list.pages", "getInfoPushList", { body: { ...stampCard, page: 99 } }, 200, { result: 1, rows: [] }],
  ["list.operations", "getPassOperations", { body: { ...stampCard, page: 99 } }, 200, { result: 1, rows: [] }],
  [
    "membership.identity",
    "getPassInfo",
    { body: { passSerialNumber: "297150-586-209" } },
    200,
    { result: 1, type: 6, status: "installed", serialNumber: "297150-586-209" },
  ],
  [
    "tier.reached",
    "getPassInfo",
    { body: { passSerialNumber: "297150-586-204" } },
    200,
    expect.objectContaining({ currentPersentBonus: 4 }),
  ],
  ["card.owned", "getPassInfo", { body: { passSerialNumber: "123444-522-344" } }, 200, { error: 3 }],
  [
    "card.second",
    "createPass",
    { body: { ...coffee, userID: 20_779_267 } },
    200,
    { result: 1, serialNumber: "297150-586-203", installURL: expect.any(String) },
  ],
  ["card.usableAnyway", "usePass", { body: { ...deletedCard, numberStumps: 1 } }, 200, { result: 1 }],
  ["amount.enough", "useReward", { body: { ...stampCard, numberRewards: 9 } }, 200, { error: 4 }],
  ["amount.positive", "usePass", { body: { ...stampCard, numberStumps: 0 } }, 200, { error: 4 }],
  ["push.installed", "sendInfoPush", { body: { ...toOne, ...stampCard } }, 200, { result: 1 }],
  ["push.notInstalled", "sendInfoPush", { body: { ...toOne, ...deletedCard } }, 200, { error: 4 }],
  [
    "push.tens",
    "sendInfoPush",
    { body: { ...toOne, pushSegment: "allClients", idTemplate: "340720", page: 3 } },
    200,
    { result: 1, numberOfRowsSelected: 0 },
  ],
  [
    "push.length",
    "sendInfoPush",
    { body: { ...toOne, ...stampCard, messageText: "{{clientEmail}}".repeat(600) } },
    200,
    { error: 4 },
  ],
];

test.each(rows)("%s: %s", async (rule, method, { body = {}, verb = "POST", token, header }, status, answer) => {
  const sandbox = await setup();
  const response = await fetch(`${sandbox.server.url}/api/v1/${method as MethodName}`, {
    method: verb,
    headers: {
      "x-access-token": token ?? sandbox.token,
      "x-luna-explain": "1",
      ...(header === undefined ? {} : { [header[0]]: header[1] }),
    },
    body: JSON.stringify(body),
  });
  expect({ status: response.status, body: await response.json() }).toEqual({ status, body: answer });
  const said = (response.headers.get("x-luna-rules") ?? "").split(", ").map((each) => each.split(" ")[0]);
  expect(said).toContain(rule);
});

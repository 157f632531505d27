/** A correct client that uses all methods: the report finds no mistake under any profile. */
import { expect, test } from "vitest";
import { switchNames, valuesOf } from "../../../mock-server/model/profile.js";
import { rowsIn } from "../../../mock-server/requests/request-record.js";
import { methodFacts } from "../../../openapi/document.js";
import { exampleExchanges } from "../../openapi/examples.js";
import { type WatchedClient, watched } from "./watched.js";

const coffee = { idTemplate: 340_717 };
const club = { idTemplate: 340_723 };
const stamps = { passSerialNumber: "297150-586-203" };
const cashback = { passSerialNumber: "297150-586-211" };
const subscription = { passSerialNumber: "297150-586-205" };
const email = "20779267@example.com";
const phone = 12_025_550_143;

/** The first example of each method in the document. */
const firstExamples = new Map(exampleExchanges.toReversed().map(({ id, request }) => [id, request]));

/** Requests pages until a page is not full. */
async function readAll({ call, first }: WatchedClient, id: "getClientsList" | "getTemplateClientPasses", of: object) {
  const size = methodFacts[id].pageSize ?? 0;
  for (let page = first; ; page += 1) {
    const answer = await call(id, { ...of, page });
    const rows = rowsIn(answer) ?? Number.NaN;
    expect(rows).not.toBeNaN();
    if (rows < size) return;
  }
}

async function pushToAll({ call, first }: WatchedClient, messageText: string) {
  for (let page = first; ; page += 1) {
    const push = { pushSegment: "allClients", idTemplate: "340723", messageText, page };
    if ((await call("sendInfoPush", push)).numberOfRowsSelected < 10) return;
  }
}

async function register({ call }: WatchedClient, person: object) {
  const created = await call("createClient", { ...coffee, sName: "Doe", fName: "Jane", ...person });
  // Error 5 has the user id of the existing client.
  const { userID } = created;
  await call("updateClient", { ...coffee, userID, sName: "Doe", fName: "Janet", ...person });
  const answer = await call("createPass", { ...coffee, userID });
  return String(answer.serialNumber);
}

async function doEverything(client: WatchedClient) {
  const { call, wait } = client;
  await call("getTemplates");
  await call("getTemplates", { token: "luna-demo-token", api_key: "beside the header" });
  const passSerialNumber = await register(client, { phone: 12_025_550_777 });
  await call("getPassInfo", { passSerialNumber });
  await register(client, { phone });

  await call("searchClient", { ...coffee, phone });
  // No client has it, so nothing follows.
  await call("searchClient", { ...coffee, email: "nobody@example.com" });
  await call("checkPassExistsByPhone", { ...coffee, phone });
  await call("getPassInfoByPhone", { ...coffee, phone });
  await call("getClientPassesByPhone", { phone });
  await call("getClientPassesByEmail", { email });
  await call("getClientInfo", stamps);

  // Two coffees in a row, with a read of the card in between.
  await call("usePass", { ...stamps, numberStumps: 1 });
  await call("getPassInfo", stamps);
  await call("usePass", { ...stamps, numberStumps: 1 });
  await call("useReward", { ...stamps, numberRewards: 1 });
  // Refused as too many: the client reads the balance and sends fewer.
  await call("usePass", { ...cashback, action: "spendPoints", sum: 9_999 });
  await call("getPassInfo", cashback);
  await call("usePass", { ...cashback, action: "spendPoints", sum: 1 });
  await call("usePass", { ...subscription, action: "takeStamps", numberStumps: 1 });
  const extended = { passSerialNumber: "297150-586-213", action: "setExpirationDate", expiryDate: 1_900_000_000 };
  await call("usePass", extended);
  await call("usePass", extended);
  // A card that does not exist is a valid result too.
  await call("getPassInfo", { passSerialNumber: "297150-586-999" });
  await call("getPassOperations", cashback);
  await call("getInfoPushList", { passSerialNumber: "297150-586-212" });

  for (const [id, request] of firstExamples) if (methodFacts[id].readsOnly) await call(id, request as object);

  await readAll(client, "getClientsList", club);
  for (const selectionMode of ["PassInstalled", "PassNotCreated", "passNotInstalled", "passDeleted"])
    await readAll(client, "getTemplateClientPasses", { ...club, selectionMode });
  await call("sendInfoPush", { pushSegment: "oneClient", ...stamps, messageText: "Hello {{clientFName}}" });
  await pushToAll(client, "Hello");
  await pushToAll(client, "Hello");
  // Polls with pauses until a customer installs the card.
  for (let look = 0; look < 12; look += 1) {
    await call("getPassInfo", { passSerialNumber });
    wait(3_000);
  }
}

const single = switchNames.flatMap((name) =>
  valuesOf(name)
    .slice(1)
    .map((value) => ({ [name]: value })),
);

test.each([{}, ...single])("a clean client gets nothing under %j", async (profile) => {
  const client = await watched(profile);
  await doEverything(client);
  const { findings, requests } = await client.report();
  expect(findings).toEqual([]);
  expect(requests).toBeGreaterThan(60);
});

test("the clean client uses every method", async () => {
  const client = await watched();
  await doEverything(client);
  const { requests: entries } = (await (await client.control("GET", "/requests?limit=10000")).json()) as {
    requests: readonly { method: string }[];
  };
  expect(new Set(entries.map(({ method }) => method))).toEqual(new Set(Object.keys(methodFacts)));
});

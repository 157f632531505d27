/** What a client without any Pact library does becomes a contract, and the contract is kept. */
import { expect, onTestFinished, test } from "vitest";
import { startRecording } from "../../contracts/index.js";
import { setup } from "../support/sandbox.js";
import { failed, verifyAll } from "./support/verify.js";

interface Pact {
  readonly interactions: {
    readonly description: string;
    readonly providerStates?: readonly { readonly name: string }[];
    readonly request: { readonly headers: Record<string, string[]>; readonly body?: { readonly content: unknown } };
    readonly response: { readonly body: { content: Record<string, unknown> }; readonly matchingRules?: unknown };
  }[];
}

async function recordingOf(options: Parameters<typeof setup>[0] = {}) {
  const { server, token, rival, control } = await setup(options);
  const recording = await startRecording({ consumer: "till", server: server.url, isSandbox: true });
  onTestFinished(() => recording.close());
  const call = async (name: string, body: unknown, accessToken: string | undefined = token) => {
    const response = await fetch(`${recording.url}/api/v1/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(accessToken === "" ? {} : { "x-access-token": accessToken }) },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    return (await response.json()) as Record<string, never>;
  };
  return { recording, call, token, rival, control, pact: () => recording.pact() as Pact };
}

const coffee = 340717;
const jane = 12025550143;
const serial = (nth: number) => `297150-586-${203 + nth}`;

/** A day at the till: every method, every card type, refusals, pages. */
async function aDay(call: Awaited<ReturnType<typeof recordingOf>>["call"]) {
  await call("getTemplates", {});
  await call("getTemplates", {}, "");
  await call("getTemplates", {}, "a-token-that-nobody-has");
  const { userID } = await call("createClient", {
    idTemplate: coffee,
    sName: "Doe",
    fName: "Rick",
    phone: 12025550199,
  });
  await call("createClient", { idTemplate: coffee, sName: "Doe", fName: "Rick", phone: 12025550199 });
  await call("createClient", { idTemplate: coffee, sName: "Doe" });
  await call("createClient", { idTemplate: 1, sName: "Doe", fName: "Rick", email: "r@example.com" });
  await call("searchClient", { idTemplate: coffee, phone: "+12025550199" });
  await call("searchClient", { idTemplate: coffee, email: "20779267@example.com" });
  await call("searchClient", { idTemplate: coffee, phone: 1 });
  await call("updateClient", { idTemplate: coffee, userID, sName: "Roe", fName: "Rick", phone: jane });
  await call("updateClient", { idTemplate: coffee, userID, sName: "Roe", fName: "Rick", email: "rick@example.com" });
  const { serialNumber } = await call("createPass", { idTemplate: coffee, userID });
  await call("createPass", { idTemplate: coffee, userID });
  await call("usePass", { passSerialNumber: serialNumber, numberStumps: 5 });
  await call("useReward", { passSerialNumber: serialNumber, numberRewards: 1 });
  await call("useReward", { passSerialNumber: serialNumber, numberRewards: 1 });
  await call("getPassOperations", { passSerialNumber: serialNumber });
  for (let nth = 0; nth < 13; nth += 1) {
    await call("getPassInfo", { passSerialNumber: serial(nth) });
    await call("getClientInfo", { passSerialNumber: serial(nth) });
    await call("getPassOperations", { passSerialNumber: serial(nth), page: 1 });
    await call("usePass", { passSerialNumber: serial(nth), action: "setExpirationDate", expiryDate: 1_900_000_000 });
  }
  await call("getPassOperations", { passSerialNumber: serial(8), page: 3 });
  await call("getPassInfo", { passSerialNumber: "123444-522-344" });
  await call("getPassInfo", { passSerialNumber: "1-2-3" });
  await call("getPassInfo", "{nonsense");
  await call("usePass", { passSerialNumber: serial(1), action: "spendPoints", sum: 7 });
  await call("usePass", {
    passSerialNumber: serial(2),
    action: "takeStamps",
    numberStumps: 1,
    token: "secret-of-mine",
  });
  await call("usePass", { passSerialNumber: serial(4), action: "reduceTotalSpentSum", sum: 9_999_999 });
  await call("usePass", { passSerialNumber: serial(5), action: "accruePoints", sum: 5 });
  await call("usePass", { passSerialNumber: serial(10), numberStumps: 1 });
  await call("checkPassExistsByPhone", { idTemplate: coffee, phone: jane });
  await call("checkPassExistsByPhone", { idTemplate: coffee, phone: 1 });
  await call("getPassInfoByPhone", { idTemplate: coffee, phone: jane });
  await call("getPassInfoByPhone", { idTemplate: coffee, phone: 1 });
  await call("getClientPassesByPhone", { phone: jane });
  await call("getClientPassesByEmail", { email: "20779268@example.com" });
  for (const page of [1, 2]) await call("getClientsList", { idTemplate: coffee, page });
  for (const page of [1, 25, 26]) await call("getClientsList", { idTemplate: 340723, page });
  for (const selectionMode of ["PassNotCreated", "PassInstalled", "passNotInstalled", "passDeleted"])
    for (const page of [1, 2]) await call("getTemplateClientPasses", { idTemplate: 340723, selectionMode, page });
  for (const page of [1, 2, 3])
    await call("sendInfoPush", { pushSegment: "allClients", idTemplate: "340720", messageText: "News", page });
  await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: serial(9), messageText: "{{clientFName}}" });
  await call("sendInfoPush", { pushSegment: "oneClient", passSerialNumber: serial(7), messageText: "News" });
  for (const page of [1, 3, 4]) await call("getInfoPushList", { passSerialNumber: serial(9), page });
}

test("everything that a client did in a day is a contract that is kept", async () => {
  const { call, pact, recording } = await recordingOf();
  await aDay(call);
  const recorded = pact();
  expect(recording.count()).toBeGreaterThan(100);
  expect(recorded.interactions.length).toBeGreaterThan(60);
  expect(recorded.interactions.length).toBeLessThan(recording.count());
  expect(failed(await verifyAll(recorded))).toEqual([]);
});

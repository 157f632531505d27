/** Every method of the client with a strict sandbox. */
import { expect, test } from "vitest";
import { createLunaClient, isClientExistsError, isDocumentedRefusalError, isRefusalError } from "../../sdk/index.js";
import { setup } from "../support/sandbox.js";
import { callAny } from "./fake-service.js";
import { defaults, exchanges, expected } from "./profiles.js";

const clientOf = ({ server, token }: Awaited<ReturnType<typeof setup>>) =>
  createLunaClient({ token, baseUrl: `${server.url}/api/v1` });

/** Removes URLs, because they contain the host and the sandbox. */
const withoutAddresses = (value: unknown): unknown =>
  value === undefined ? undefined : JSON.parse(JSON.stringify(value).replaceAll(/http:[^"]*\/cards\//g, ""));

const answered = exchanges.filter(({ name }) => name !== "fullStampCard");

test.each(answered)("$id returns the example $name", async (exchange) => {
  const sandbox = await setup();
  const found = await callAny(clientOf(sandbox), exchange.id, exchange.request).then(
    (value) => ({ value }),
    (error) => {
      if (!isDocumentedRefusalError(error)) throw error;
      return isClientExistsError(error) ? { refused: error.name, userID: error.userID } : { refused: error.name };
    },
  );
  expect(withoutAddresses(found)).toEqual(withoutAddresses(expected(exchange, defaults)));
});

test("a stamp card is created, used and rewarded", async () => {
  const sandbox = await setup();
  const luna = clientOf(sandbox);
  const { templates } = await luna.getTemplates();
  const { id: idTemplate } = templates.find(({ name }) => name === "Coffee") ?? { id: 0 };
  const phone = 12025550199;
  expect(await luna.searchClient({ idTemplate, phone })).toBeUndefined();
  const { userID } = await luna.createClient({ idTemplate, sName: "Doe", fName: "Jane", phone });
  const { serialNumber: passSerialNumber } = await luna.createPass({ idTemplate, userID });
  expect(await luna.usePass({ passSerialNumber, numberStumps: 10 })).toBeUndefined();
  expect(await luna.useReward({ passSerialNumber, numberRewards: 2 })).toBeUndefined();
  const card = await luna.getPassInfoByPhone({ idTemplate, phone });
  expect(card).toMatchObject({ type: 0, activeStamps: 0, totalStamps: 10, unusedRewards: 0 });
  expect(await luna.checkPassExistsByPhone({ idTemplate, phone })).toBe(true);
  expect(sandbox.server.logged).toEqual([]);
});

test("a refusal of the sandbox has its reason in why", async () => {
  const luna = clientOf(await setup());
  const refused = luna.useReward({ passSerialNumber: "297150-586-203", numberRewards: 9 });
  await expect(refused).rejects.toMatchObject({
    name: "MissingParametersError",
    code: 4,
    method: "useReward",
    why: "not enough unused rewards: 1 left, 9 requested",
    mayHaveSucceeded: false,
    message: expect.stringContaining("1 left, 9 requested"),
  });
  await refused.catch((error) => expect(isRefusalError(error)).toBe(true));
});

test("baseUrl may end with a slash", async () => {
  const { server, token } = await setup();
  const luna = createLunaClient({ token, baseUrl: `${server.url}/api/v1/` });
  expect((await luna.getTemplates()).templates).not.toHaveLength(0);
});

test("the default baseUrl is the vendor's", async () => {
  const urls: string[] = [];
  const fetch = async ({ url }: Request) => {
    urls.push(url);
    return Response.json({ result: 1, templates: [] });
  };
  await createLunaClient({ token: "t", fetch }).getTemplates();
  expect(urls).toEqual(["https://app.lunaloyaltycards.com/api/v1/getTemplates"]);
});

test("the client supports concurrent calls", async () => {
  const luna = clientOf(await setup());
  const stamps = Array.from({ length: 30 }, () =>
    luna.usePass({ passSerialNumber: "297150-586-212", numberStumps: 1 }),
  );
  await Promise.all(stamps);
  expect(await luna.getPassInfo({ passSerialNumber: "297150-586-212" })).toMatchObject({ totalStamps: 34 });
});

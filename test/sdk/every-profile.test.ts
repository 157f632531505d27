/** The SDK and the sandbox under every value of every switch, and under all pairs of values. */
import { expect, test } from "vitest";
import { summary, type TriedSandbox, type TryVerdict, tryProfiles } from "../../contracts/try/index.js";
import { allCardTypes, cardTypes } from "../../mock-server/index.js";
import {
  createLunaClient,
  isCardNotFoundError,
  isCardNotOwnedError,
  isClientExistsError,
  isInvalidTokenError,
  isRefusalError,
} from "../../sdk/index.js";

const refusal = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => {
      throw new Error("the call was not refused");
    },
    (error: unknown) => error,
  );

async function counted(rows: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _row of rows) count += 1;
  return count;
}

/** The calls of a shop. `firstPage` is an option of the client, so it follows the profile. */
async function shop({ baseUrl, token, templates, switched }: TriedSandbox): Promise<void> {
  const firstPage = Number(switched.firstPage ?? 1) as 0 | 1;
  const luna = createLunaClient({ token, baseUrl, firstPage, retries: 0 });
  const idTemplate = templates.stamps ?? 0;
  const phone = 12_025_550_199;
  const jane = { idTemplate, sName: "Doe", fName: "Jane", phone };

  const all = (await luna.getTemplates()).templates;
  expect(all).toContainEqual({ id: idTemplate, name: "Coffee", type: 0 });
  expect(await luna.searchClient({ idTemplate, phone })).toBeUndefined();
  const { userID } = await luna.createClient(jane);
  const taken = await refusal(luna.createClient(jane));
  expect(isClientExistsError(taken) && taken.userID).toBe(userID);
  expect(await luna.searchClient({ idTemplate, phone })).toMatchObject({ userID, sName: "Doe", phone: String(phone) });
  expect(await luna.updateClient({ ...jane, userID, fName: "Janet" })).toEqual({ userID });

  expect(await luna.checkPassExistsByPhone({ idTemplate, phone })).toBe(false);
  const { serialNumber: passSerialNumber, installURL } = await luna.createPass({ idTemplate, userID });
  expect(installURL).toMatch(/^http/);
  expect(await luna.checkPassExistsByPhone({ idTemplate, phone })).toBe(true);
  await luna.usePass({ passSerialNumber, numberStumps: 20 });
  const card = await luna.getPassInfoByPhone({ idTemplate, phone });
  expect(card).toMatchObject({ type: 0, serialNumber: passSerialNumber, activeStamps: 0, unusedRewards: 4 });
  expect(card.type === 0 && card.rewards[0]?.autoUse).toBe(false);
  await luna.useReward({ passSerialNumber, numberRewards: 4 });
  expect(isRefusalError(await refusal(luna.useReward({ passSerialNumber, numberRewards: 1 })))).toBe(true);
  expect((await luna.getClientInfo({ passSerialNumber })).phone).toBe(String(phone));
  const { rows } = await luna.getClientPassesByPhone({ phone });
  expect(rows.map(({ serialNumber }) => serialNumber)).toEqual([passSerialNumber]);
  expect((await luna.getClientPassesByEmail({ email: "nobody@example.com" })).rows).toEqual([]);

  for (const type of allCardTypes) {
    const info = await luna.getPassInfo({ passSerialNumber: cardTypes[type].demo.serial });
    expect(info.type).toBe(type);
  }
  expect(isCardNotFoundError(await refusal(luna.getPassInfo({ passSerialNumber: "000000-000-000" })))).toBe(true);
  expect(isCardNotOwnedError(await refusal(luna.getPassInfo({ passSerialNumber: "123444-522-344" })))).toBe(true);
  const stranger = createLunaClient({ token: "nobody", baseUrl, retries: 0 });
  expect(isInvalidTokenError(await refusal(stranger.getTemplates()))).toBe(true);

  expect(await counted(luna.clients({ idTemplate: templates.membership ?? 0 }))).toBe(250);
  expect(await counted(luna.operations("297150-586-211"))).toBe(120);
  expect(await counted(luna.pushes("297150-586-212"))).toBe(25);
  const installed = { idTemplate: templates.membership ?? 0, selectionMode: "PassInstalled" } as const;
  expect(await counted(luna.templateCards(installed))).toBe(120);
  const news = { idTemplate: templates.coupon ?? 0, messageText: "Hello {{clientFName}}" };
  expect((await luna.broadcast(news)).sent).toBe(20);
}

const failures = ({ singles, pairs = [] }: TryVerdict) =>
  [...singles, ...pairs].flatMap(({ switched, failure }) => (failure === undefined ? [] : [{ switched, failure }]));

test("the SDK passes under every value and every pair, without mistakes", async () => {
  const verdict = await tryProfiles({ run: shop, pairs: true });
  expect(verdict.default.failure).toBeUndefined();
  expect(failures(verdict)).toEqual([]);
  expect(summary(verdict)).toMatch(/^default: passes\. Single switches: (\d+) of \1 pass\. Pairs: (\d+) of \2 pass\.$/);
  expect(verdict.default.report.findings.filter(({ certain }) => certain)).toEqual([]);
});

test("a client that ignores firstPage fails", async () => {
  const run = (sandbox: TriedSandbox) => shop({ ...sandbox, switched: {} });
  const verdict = await tryProfiles({ run, only: ["firstPage"] });
  expect(failures(verdict).map(({ switched }) => switched)).toEqual([{ firstPage: "0" }]);
});

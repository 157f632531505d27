/** Types of the public API, checked by the compiler in `npm run types`. Nothing here runs. */
import { expectTypeOf, test } from "vitest";
import type { UndocumentedByType } from "../../mock-server/cards/card-type.js";
import type { Schemas } from "../../openapi/document.js";
import {
  type BroadcastProgress,
  type Card,
  type CardNotFoundError,
  type CardType,
  createLunaClient,
  isBroadcastError,
  isCardNotFoundError,
  isClientExistsError,
  isDocumentedRefusalError,
  isLunaError,
  isRefusalError,
  isTimeoutError,
  isTransportError,
  isUndocumentedRefusalError,
  isUnexpectedResponseError,
  type LunaClient,
  type LunaMethods,
  type MethodName,
  type RefusalCode,
  type RequestOf,
  type ResultOf,
} from "../../sdk/index.js";

declare const client: LunaClient;
declare const error: unknown;
declare const maybeText: string | undefined;
declare const maybeNumber: number | undefined;

test("the client has all methods of the vendor and five more", () => {
  expectTypeOf<keyof LunaMethods>().toEqualTypeOf<MethodName>();
  expectTypeOf(createLunaClient).returns.toEqualTypeOf<LunaClient>();
  type Own = Exclude<keyof LunaClient, MethodName>;
  expectTypeOf<Own>().toEqualTypeOf<"clients" | "operations" | "pushes" | "templateCards" | "broadcast">();
});

test("a card narrows on its type", async () => {
  const card = await client.getPassInfo({ passSerialNumber: "1" });
  expectTypeOf(card).toEqualTypeOf<Card>();
  expectTypeOf(card.type).toEqualTypeOf<CardType>();
  expectTypeOf<CardType>().toEqualTypeOf<Card["type"]>();
  expectTypeOf<Card<3>["redeemed"]>().toEqualTypeOf<boolean | undefined>();
  // @ts-expect-error not every card has points
  card.amountMoneyBonus;
  if (card.type === 1) expectTypeOf(card.amountMoneyBonus).toEqualTypeOf<number>();
  if (card.type === 0) expectTypeOf(card.rewards[0]?.autoUse).toEqualTypeOf<boolean | undefined>();
  if (card.type === 5) expectTypeOf(card.balance).toEqualTypeOf<number | undefined>();
  // @ts-expect-error only certificates have a balance
  if (card.type === 6) card.balance;
  const { rows } = await client.getClientPassesByPhone({ phone: 1 });
  expectTypeOf(rows).toEqualTypeOf<Card[]>();
  expectTypeOf<ResultOf<"getPassInfoByPhone">>().toEqualTypeOf<Card>();
});

test("a card has the undocumented fields that the sandbox may add", () => {
  type Documented<T extends CardType> = keyof Extract<Schemas["Card"], { type: T }>;
  type Added = { [T in CardType]: Exclude<keyof Card<T>, Documented<T> | "expiryDate"> };
  expectTypeOf<Added>().toEqualTypeOf<{
    [T in CardType]: T extends keyof UndocumentedByType ? keyof UndocumentedByType[T] : never;
  }>();
});

test("results lack the result field and have optional fields", () => {
  expectTypeOf<ResultOf<"createClient">>().toEqualTypeOf<{ userID: number }>();
  expectTypeOf<ResultOf<"createPass">>().toEqualTypeOf<{ serialNumber: string; installURL: string }>();
  expectTypeOf<ResultOf<"checkPassExistsByPhone">>().toEqualTypeOf<boolean>();
  expectTypeOf<ResultOf<"usePass">>().toEqualTypeOf<undefined>();
  expectTypeOf<ResultOf<"getClientInfo">["phone"]>().toEqualTypeOf<string | null>();
  expectTypeOf<NonNullable<ResultOf<"searchClient">>["userID"]>().toEqualTypeOf<number>();
  expectTypeOf<undefined>().toExtend<ResultOf<"searchClient">>();
  expectTypeOf<ResultOf<"getPassOperations">["rows"][number]["amount"]>().toEqualTypeOf<number>();
  expectTypeOf<RequestOf<"getPassInfo">>().toEqualTypeOf<{ passSerialNumber: string }>();
});

test("an action requires its amount", () => {
  const passSerialNumber = "1";
  client.usePass({ passSerialNumber, numberStumps: 1 });
  client.usePass({ passSerialNumber, action: "accruePoints", sum: 5 });
  client.usePass({ passSerialNumber, action: "takeStamps", numberStumps: 1 });
  client.usePass({ passSerialNumber, action: "setExpirationDate", expiryDate: 1893456000 });
  // @ts-expect-error points are a sum
  client.usePass({ passSerialNumber, action: "accruePoints", numberStumps: 5 });
  // @ts-expect-error visits are a number
  client.usePass({ passSerialNumber, action: "takeStamps", sum: 1 });
  // @ts-expect-error either stamps or points
  client.usePass({ passSerialNumber, numberStumps: 1, sum: 5 });
  // @ts-expect-error unknown action
  client.usePass({ passSerialNumber, action: "giveStamps", numberStumps: 1 });
  // @ts-expect-error an action without its amount
  client.usePass({ passSerialNumber, action: "spendPoints" });
  // @ts-expect-error the expiry date has no sum
  client.usePass({ passSerialNumber, action: "setExpirationDate", sum: 1 });
  // @ts-expect-error no change
  client.usePass({ passSerialNumber });
});

test("a client has a phone number or an e-mail address, or both", () => {
  const person = { idTemplate: 1, sName: "Doe", fName: "Jane" };
  client.createClient({ ...person, phone: 12025550199 });
  client.createClient({ ...person, email: "jane@example.com" });
  client.createClient({ ...person, phone: 12025550199, email: "jane@example.com" });
  client.updateClient({ ...person, userID: 1, phone: 12025550199 });
  client.searchClient({ idTemplate: 1, email: "jane@example.com" });
  // @ts-expect-error a contact is required
  client.createClient(person);
  // @ts-expect-error a contact is required
  client.searchClient({ idTemplate: 1 });
  // @ts-expect-error a contact is required
  client.updateClient({ ...person, userID: 1 });
  // @ts-expect-error a phone number is a number
  client.createClient({ ...person, phone: "12025550199" });
  // @ts-expect-error no surname
  client.createClient({ idTemplate: 1, fName: "Jane", phone: 12025550199 });
  // @ts-expect-error no parameters
  client.createClient({});
});

test("optional parameters may be undefined, if a contact is certain", () => {
  const person = { idTemplate: 1, sName: "Doe", fName: "Jane" };
  const phone = 12025550199;
  const email = "jane@example.com";
  client.createClient({ ...person, phone, email: maybeText });
  client.createClient({ ...person, phone: maybeNumber, email });
  client.updateClient({ ...person, userID: 1, phone, email: maybeText });
  client.searchClient({ idTemplate: 1, phone: maybeNumber, email });
  client.getClientsList({ idTemplate: 1, page: maybeNumber });
  client.usePass({ passSerialNumber: "1", action: "accruePoints", sum: 5, numberStumps: undefined });
  client.clients({ idTemplate: 1 }, { fromPage: maybeNumber, signal: undefined });
  // @ts-expect-error both may be missing
  client.createClient({ ...person, phone: maybeNumber, email: maybeText });
  // @ts-expect-error both may be missing
  client.searchClient({ idTemplate: 1, email: maybeText });
  // @ts-expect-error the surname may be missing
  client.createClient({ ...person, sName: maybeText, phone });
  // @ts-expect-error the amount may be missing
  client.usePass({ passSerialNumber: "1", action: "accruePoints", sum: maybeNumber });
});

test("methods take RequestOf and return ResultOf", async () => {
  type Taken<Id extends MethodName> = Parameters<LunaMethods[Id]>[0];
  type Given<Id extends MethodName> = Awaited<ReturnType<LunaMethods[Id]>>;
  expectTypeOf<{ [Id in MethodName]: RequestOf<Id> }>().toExtend<{ [Id in MethodName]: Taken<Id> }>();
  expectTypeOf<{ [Id in MethodName]: Given<Id> }>().toEqualTypeOf<{ [Id in MethodName]: ResultOf<Id> }>();
  type Push = RequestOf<"sendInfoPush">;
  const push = (parameters: Push) => client.sendInfoPush(parameters);
  expectTypeOf(push).returns.resolves.toEqualTypeOf<{ numberOfRowsSelected: number } | undefined>();
  const narrowed = (push: Push & { pushSegment: "oneClient" }) => client.sendInfoPush(push);
  expectTypeOf(narrowed).returns.resolves.toEqualTypeOf<undefined>();
});

test("only a push to all clients has a count", async () => {
  const all = { pushSegment: "allClients", idTemplate: "1", messageText: "x", page: 1 } as const;
  const one = { pushSegment: "oneClient", passSerialNumber: "1", messageText: "x" } as const;
  expectTypeOf(await client.sendInfoPush(all)).toEqualTypeOf<{ numberOfRowsSelected: number }>();
  expectTypeOf(await client.sendInfoPush(one)).toEqualTypeOf<undefined>();
  // @ts-expect-error to all needs a page
  client.sendInfoPush({ pushSegment: "allClients", idTemplate: "1", messageText: "x" });
  // @ts-expect-error to one needs a card
  client.sendInfoPush({ pushSegment: "oneClient", messageText: "x" });
});

test("lists yield rows and take no page", async () => {
  for await (const row of client.clients({ idTemplate: 1 })) expectTypeOf(row.email).toEqualTypeOf<string | null>();
  for await (const row of client.operations("1")) expectTypeOf(row.balance).toEqualTypeOf<number>();
  for await (const row of client.pushes("1")) expectTypeOf(row.message).toEqualTypeOf<string>();
  const cards = client.templateCards({ idTemplate: 1, selectionMode: "PassInstalled" }, { fromPage: 2 });
  for await (const row of cards) expectTypeOf(row.serialNumber).toEqualTypeOf<string | undefined>();
  // @ts-expect-error the list requests the pages
  client.clients({ idTemplate: 1, page: 2 });
  // @ts-expect-error unknown mode
  client.templateCards({ idTemplate: 1, selectionMode: "all" });
});

test("a broadcast reports its progress", () => {
  const message = { idTemplate: 1, messageText: "x" };
  const broadcast = client.broadcast(message, {
    onProgress: (progress) => expectTypeOf(progress).toEqualTypeOf<BroadcastProgress>(),
  });
  expectTypeOf(broadcast).resolves.toEqualTypeOf<{ readonly sent: number }>();
  // @ts-expect-error it has the segment
  client.broadcast({ ...message, pushSegment: "allClients" });
});

test("guards narrow errors", () => {
  if (isDocumentedRefusalError(error)) expectTypeOf(error.code).toEqualTypeOf<RefusalCode>();
  if (isDocumentedRefusalError(error) && error.code === 5)
    expectTypeOf(error.userID).toEqualTypeOf<number | undefined>();
  if (isClientExistsError(error)) expectTypeOf(error.userID).toEqualTypeOf<number | undefined>();
  if (isUndocumentedRefusalError(error)) expectTypeOf(error.error).toEqualTypeOf<number | string | undefined>();
  if (isRefusalError(error)) expectTypeOf(error.why).toEqualTypeOf<string | undefined>();
  if (isUnexpectedResponseError(error)) expectTypeOf(error.headers).toEqualTypeOf<Readonly<Record<string, string>>>();
  if (isLunaError(error)) expectTypeOf(error.mayHaveSucceeded).toEqualTypeOf<boolean>();
  if (isTransportError(error)) expectTypeOf(error.reason).toEqualTypeOf<string>();
  if (isTimeoutError(error)) expectTypeOf(error.timeoutMs).toEqualTypeOf<number>();
  if (isBroadcastError(error)) expectTypeOf(error.resumeFrom).toEqualTypeOf<number>();
  if (isCardNotFoundError(error)) expectTypeOf(error).toEqualTypeOf<CardNotFoundError>();
});

test("clients and calls have typed options", () => {
  createLunaClient({ token: "t" });
  createLunaClient({ token: "t", fetch: globalThis.fetch, timers: globalThis, signal: undefined, firstPage: 0 });
  client.getTemplates();
  client.getTemplates({}, { signal: new AbortController().signal, timeoutMs: 5 });
  // @ts-expect-error no token
  createLunaClient({});
  // @ts-expect-error unknown option
  createLunaClient({ token: "t", baseurl: "http://127.0.0.1:4010/api/v1" });
  // @ts-expect-error a call has no first page
  client.getTemplates({}, { firstPage: 0 });
  // @ts-expect-error pages begin with 0 or 1
  createLunaClient({ token: "t", firstPage: 2 });
  // @ts-expect-error options come second
  client.getTemplates({ timeoutMs: 5 });
});

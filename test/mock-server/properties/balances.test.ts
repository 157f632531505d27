/** Properties of any sequence of calls of both companies. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { allCardTypes, cardTypes, createLunaServer, type LunaServer, type State } from "../../../mock-server/index.js";
import { generateClientId } from "../../../mock-server/model/identity.js";
import type { Card, Operation } from "../../../mock-server/model/records.js";
import { copyAsKilled } from "../../support/copy-as-killed.js";
import { testNow, testServer } from "../../support/sandbox.js";

const template = (id: number, type: number, settings: object = {}, companyId = "main") => ({
  id,
  companyId,
  name: `T${id}`,
  type,
  settings,
});
const rewards = [
  { name: "A", stamps: [3, 5], autoUse: false },
  { name: "B", stamps: [5], autoUse: true },
];
const tiers = [
  { from: 0, percent: 1 },
  { from: 20, percent: 2 },
];

/** Phone and e-mail of one client in each template of both companies. */
const phone = 12_025_550_100;
const email = "jane@example.com";

/** Settings of the templates, by card type. */
const settings: readonly (object | undefined)[] = [
  { maxStamps: 5, rewards },
  { tiers },
  { pointsPerVisit: 2 },
  {},
  { tiers },
];

const mainTemplates = [
  ...allCardTypes.map((type) => template(100 + type, type, settings[type])),
  { ...template(199, 6), expiry: { kind: "afterIssue", days: 30 } },
];
const mainSerials = mainTemplates.map((_, index) => `main-${index}`);

/** Cards of the main company, one per type and an expiring card, and a stamp card of the rival. */
const world = {
  formatVersion: 1,
  companies: [{ id: "main" }, { id: "rival" }],
  templates: [...mainTemplates, template(200, 0, { maxStamps: 5, rewards }, "rival")],
  clients: [...mainTemplates.map(({ id }) => id), 200].map((templateId) => ({
    id: templateId,
    templateId,
    sName: templateId === 200 ? "rival-holder" : "main-holder",
    fName: "F",
    phone: String(phone),
    email,
  })),
  cards: mainTemplates.map(({ id, type }, index) => ({
    serial: mainSerials[index],
    status: index % 2 === 0 ? "installed" : "not installed",
    type,
    templateId: id,
    clientId: id,
  })),
} as unknown as State;
(world.cards as unknown[]).push({ serial: "rival-0", type: 0, templateId: 200, clientId: 200 });
// Clients without a card.
for (const [index, templateId] of [100, 105, 200].entries())
  (world.clients as unknown[]).push({
    id: 300 + index,
    templateId,
    sName: templateId === 200 ? "rival-holder" : "main-holder",
    fName: "F",
    email: `${index}@example.com`,
  });

const serial = fc.constantFrom("main-0", "main-0", ...mainSerials, "rival-0", "unknown");
const action = fc.constantFrom(
  "spendPoints",
  "accruePoints",
  "increaseTotalSpentSum",
  "reduceTotalSpentSum",
  "takeStamps",
  "addStamps",
  "setExpirationDate",
  "nothing",
);
const amount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 30 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(0, -1, 1.5, "7", "x", null, Number.MAX_SAFE_INTEGER, 1e300, [], {}),
  },
);
const date = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
const idTemplate = fc.constantFrom(...mainTemplates.map(({ id }) => id), 200, 999);
/** Clients of the state, some without a card, the first clients of createClient, or unknown ids. */
const someone = fc.oneof(
  fc
    .constantFrom([100, 100], [101, 101], [199, 199], [200, 200], [300, 100], [301, 105], [302, 200])
    .map(([userID, idTemplate]) => ({ userID, idTemplate })),
  fc.record({
    userID: fc.constantFrom(100, generateClientId(1, 1), generateClientId(1, 2), generateClientId(1, 3)),
    idTemplate,
  }),
);
const person = fc.record({
  sName: fc.constantFrom("Doe", "Roe"),
  fName: fc.constant("Jane"),
  phone: fc.constantFrom(phone, phone + 1, phone + 2, phone + 3),
});
const call = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      id: fc.constantFrom(
        "searchClient",
        "checkPassExistsByPhone",
        "getPassInfoByPhone",
        "getClientPassesByPhone",
        "getClientPassesByEmail",
        "getClientsList",
        "getTemplates",
      ),
      body: fc.record({ idTemplate, phone: fc.constant(phone), email: fc.constant(email) }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom("createPass", "updateClient", "createClient"), someone, person)
      .map(([id, of, who]) => ({ id, body: { ...of, ...who } })),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.constant("getTemplateClientPasses"),
      body: fc.record({
        idTemplate,
        selectionMode: fc.constantFrom("PassNotCreated", "PassInstalled", "passNotInstalled", "passDeleted"),
      }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      id: fc.constant("sendInfoPush"),
      body: fc.record({
        pushSegment: fc.constantFrom("oneClient", "allClients"),
        passSerialNumber: serial,
        idTemplate,
        messageText: fc.constantFrom("Hello", "{{clientSName}}: {{passPoints}}"),
        page: fc.constantFrom(1, 2),
      }),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      id: fc.constant("usePass"),
      body: fc.record({ passSerialNumber: serial, action, sum: amount, numberStumps: amount, expiryDate: date }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      id: fc.constant("useReward"),
      body: fc.record({
        passSerialNumber: fc.oneof(fc.constantFrom("main-0", "rival-0"), serial),
        numberRewards: fc.oneof(fc.constantFrom(1, 2), amount),
      }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.constantFrom("getPassInfo", "getPassOperations", "getClientInfo", "getInfoPushList"),
      body: fc.record({ passSerialNumber: serial }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.constantFrom("sendInfoPush", "usePass", "createClient", "nothing"),
      body: fc.anything(),
    }),
  },
);
const calls = fc.array(fc.record({ by: fc.constantFrom("main", "main", "rival"), call }), {
  minLength: 1,
  maxLength: 60,
  // The default size limits sequences to ten calls.
  size: "max",
});

/** Returns the balances in a card's operations, each with the sum of its changes. */
function addedUp(card: Card, operations: readonly Operation[]): readonly [number, number][] {
  const sum = (...actions: readonly string[]) =>
    operations
      .filter((operation) => operation.serial === card.serial && actions.includes(operation.action))
      .reduce((total, operation) => total + operation.amount, 0);
  switch (card.type) {
    case 0:
      return [
        [card.totalStamps, sum("addStamps")],
        [card.unusedRewards, sum("creditReward") - sum("useReward")],
        [card.activeStamps, card.totalStamps % 5],
      ];
    case 1:
      return [
        [card.points, sum("accruePoints") - sum("spendPoints")],
        [card.totalSpent, sum("increaseTotalSpentSum") - sum("reduceTotalSpentSum")],
      ];
    case 2:
      return [
        [card.visits, sum("addStamps") - sum("takeStamps")],
        [card.points, sum("accruePoints") - sum("spendPoints")],
      ];
    case 4:
      return [[card.totalSpent, sum("increaseTotalSpentSum") - sum("reduceTotalSpentSum")]];
    default:
      return cardTypes[card.type].history.map((form) =>
        "credit" in form
          ? [Number(Reflect.get(card, form.balance)), sum(form.credit) - sum(form.debit ?? "")]
          : [0, sum(form.once)],
      );
  }
}

/** Returns the records of one company. */
function recordsOf(company: string, { templates = [], clients = [], cards = [], pushes = [], operations = [] }: State) {
  const mine = new Set(templates.filter(({ companyId }) => companyId === company).map(({ id }) => id));
  const isMine = ({ templateId }: { readonly templateId: number }) => mine.has(templateId);
  const own = cards.filter(isMine);
  const isOfMine = ({ serial }: { readonly serial: string }) => own.some((card) => card.serial === serial);
  return {
    clients: clients.filter(isMine),
    cards: own,
    pushes: pushes.filter(isOfMine),
    operations: operations.filter(isOfMine),
  };
}

/** Sends the calls to the engine of a server, in a sandbox with the state above. */
async function play(server: LunaServer, sequence: readonly Sent[], check: (of: Step) => Promise<void>) {
  const { id, companies } = await server.sandbox({ fixture: world, now: testNow });
  const tokens = Object.fromEntries(companies.map((company) => [company.id, company.token]));
  for (const { by, call: sent } of sequence) {
    const request = { verb: "POST", name: sent.id, token: tokens[by], origin: () => "http://x" };
    const before = await server.services.sandboxes.state(id);
    const body = Buffer.from(JSON.stringify(sent.body) ?? "");
    const answer = await server.services.engine.handle({ ...request, body });
    await check({ by, sent, answer, before, after: await server.services.sandboxes.state(id) });
  }
  return id;
}

interface Sent {
  readonly by: string;
  readonly call: { readonly id: string; readonly body: unknown };
}

interface Step {
  readonly by: string;
  readonly sent: Sent["call"];
  readonly answer: { readonly status: number; readonly body: string };
  readonly before: State;
  readonly after: State;
}

test("balances never go negative, and operations add up to them", async () => {
  const server = await testServer();
  const accepted = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      const id = await play(server, sequence, async ({ by, sent, answer, before, after }) => {
        const other = by === "main" ? "rival" : "main";
        const theirs = recordsOf(other, before);
        expect(answer.status).toBeLessThan(500);
        expect(answer.body).not.toContain(`${other}-`);
        for (const { serial } of theirs.cards) expect(answer.body).not.toContain(`"${serial}"`);
        expect(recordsOf(other, after)).toEqual(theirs);
        if (answer.body.startsWith('{"result":1')) accepted.set(sent.id, (accepted.get(sent.id) ?? 0) + 1);
      });
      const state = await server.services.sandboxes.state(id);
      for (const card of (state.cards ?? []) as Card[]) {
        for (const [balance, expected] of addedUp(card, (state.operations ?? []) as Operation[])) {
          expect(balance).toBe(expected);
          expect(balance).toBeGreaterThanOrEqual(0);
        }
      }
      await server.services.sandboxes.delete(id);
    }),
    { numRuns: 100 },
  );
  expect(server.logged).toEqual([]);
  // The property would be empty if all calls were refused.
  for (const id of ["createClient", "updateClient", "createPass", "sendInfoPush", "usePass", "useReward"])
    expect(accepted.get(id) ?? 0, id).toBeGreaterThan(0);
});

test("the state survives a stop and a kill unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(calls, async (sequence) => {
      const data = await mkdtemp(join(tmpdir(), "luna-data-"));
      try {
        const first = await createLunaServer({ data, fixture: "empty", durable: true, strict: true });
        const id = await play(first, sequence, async () => undefined);
        const before = await first.services.sandboxes.state(id);
        // A killed process leaves the first state file and the journal.
        const killed = `${data}-killed`;
        await copyAsKilled(data, killed);
        await first.close();
        for (const folder of [data, killed]) {
          const again = await createLunaServer({ data: folder, fixture: "empty" });
          expect(await again.services.sandboxes.state(id)).toEqual(before);
          await again.close();
          await rm(folder, { recursive: true });
        }
      } finally {
        await rm(data, { recursive: true, force: true });
      }
    }),
    { numRuns: 8 },
  );
});

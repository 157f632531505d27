/** Sequences of calls with hostile values: texts, numbers and dates at and beyond their bounds, and unusual keys. */
import fc from "fast-check";
import { allCardTypes } from "../../../mock-server/cards/index.js";
import { methodFacts } from "../../../openapi/document.js";

const texts = [
  "",
  " ",
  "\u0000",
  "\u001b[31m\r\n\t",
  "\u2028\u2029",
  "\ufeff",
  '"\\u0000',
  "__proto__",
  "constructor",
  "{{clientFName}} {{clientSName}} {{constructor}}",
  "\ud800",
  "x\udc00",
  "é e\u0301",
  "x".repeat(1000),
  "x".repeat(1001),
  "😀".repeat(1000),
  "😀".repeat(1001),
];
const name = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("Doe", "Jane", "A") },
  { weight: 2, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 20 }) },
);
const message = fc.oneof(
  { weight: 2, arbitrary: name },
  { weight: 1, arbitrary: fc.constantFrom("m".repeat(10_000), "m".repeat(10_001), "{{clientSName}}".repeat(11)) },
);
const number = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 5 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      0,
      -0,
      -1,
      1.5,
      5e-324,
      1e300,
      2 ** 52,
      2 ** 53 - 1,
      2 ** 53,
      "7",
      "1e3",
      null,
      "",
    ),
  },
);
const moment = fc.constantFrom(
  "2026-01-15T12:00:00Z",
  "2026-01-15T12:00:00.5Z",
  "2026-02-30T00:00:00Z",
  "2026-01-15T24:00:00Z",
  "0000-01-01T00:00:00Z",
  "1969-12-31T23:59:59.999Z",
  "1970-01-01T00:00:00Z",
  "9800-01-01T00:00:00.000Z",
  "9800-01-01T00:00:00.001Z",
  "9999-12-31T23:59:59.999Z",
);
const seconds = fc.oneof(number, fc.constantFrom(1_800_000_000, 253_402_300_799, 253_402_300_800));
/** Index into a list, or none; resolved when the call is sent. */
const rowIndex = fc.nat({ max: 9 });

const expiry = fc.oneof(
  fc.constant({ kind: "none" }),
  fc.record({ kind: fc.constant("fixed"), at: moment }),
  fc.record({ days: fc.constantFrom<unknown>(1, 36_500, 36_501), kind: fc.constant("afterIssue") }),
);
const rewards = fc.array(
  fc.record(
    {
      name,
      stamps: fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 3 }),
      autoUse: fc.boolean(),
    },
    { requiredKeys: ["name", "stamps"] },
  ),
  { maxLength: 2 },
);
const tiers = fc.array(fc.record({ from: number, percent: fc.constantFrom(0, -0, 1.15, 100, 0.001, 101, 1e-300) }), {
  maxLength: 3,
});
const settings: readonly fc.Arbitrary<object>[] = [
  fc.record({ maxStamps: fc.constantFrom(1, 5, 100, 101), rewards }, { requiredKeys: [] }),
  fc.record({ tiers }, { requiredKeys: [] }),
  fc.record({ maxStamps: fc.constantFrom(1, 10), pointsPerVisit: fc.constantFrom(0, 1_000_000) }, { requiredKeys: [] }),
  fc.constant({}),
  fc.record({ tiers }, { requiredKeys: [] }),
  fc.constant({}),
  fc.constant({}),
];
const template = fc
  .constantFrom(...allCardTypes)
  .chain((type) =>
    fc.record(
      { id: number, name, type: fc.constant(type), expiry, settings: settings[type] ?? fc.constant({}) },
      { requiredKeys: ["name", "type"] },
    ),
  );

/** Balances at their bounds, by card type. */
const largeBalances: readonly object[] = [
  { activeStamps: 3, totalStamps: 2 ** 53 - 8, unusedRewards: 2, autoUseRewards: 1 },
  { points: 2 ** 53 - 8, totalSpent: 100, percent: 0.1 },
  { visits: 2 ** 53 - 8, points: 5 },
  { redeemedAt: null },
  { totalSpent: 2 ** 53 - 8 },
  { balance: 2 ** 53 - 8 },
];

/** Creates a template, a client and a card of each type, with balances at their bounds. */
export const world = {
  formatVersion: 1,
  seed: 7,
  clock: { now: null, offsetMs: 0 },
  profile: {},
  sequences: { template: 0, client: 0, card: 0, operation: 0, push: 0 },
  companies: [{ id: "main", name: "Main" }, { id: "rival" }],
  templates: allCardTypes.map((type) => ({
    id: type + 1,
    name: `T${type}`,
    type,
    expiry: type % 2 === 0 ? { kind: "afterIssue", days: 36_500 } : { kind: "none" },
    settings: type === 0 ? { maxStamps: 5, rewards: [{ name: "R", stamps: [2, 5], autoUse: true }] } : {},
  })),
  clients: allCardTypes.map((type) => ({
    id: type + 1,
    templateId: type + 1,
    sName: "Doe",
    fName: "Jane",
    phone: String(type + 1),
    fields: { Field3: "F" },
  })),
  cards: allCardTypes.map((type) => ({
    serial: `card-${type}`,
    type,
    templateId: type + 1,
    clientId: type + 1,
    status: "installed",
    ...largeBalances[type],
  })),
  operations: [{ serial: "card-0", action: "addStamps", amount: 1, balance: 1 }],
  pushes: [{ serial: "card-1", message: "Hi" }],
};

const ordinal = fc.constantFrom(0, -0, 7, 2 ** 52 - 2, 2 ** 52, 2 ** 52 + 1);
const sequences = fc.record({ template: ordinal, client: ordinal, card: ordinal, operation: ordinal, push: ordinal });
const at = <T>(paths: readonly string[], value: fc.Arbitrary<T>) => fc.tuple(fc.constantFrom(...paths), value);

/** A path in a state with a new value. */
const change = fc.oneof(
  {
    weight: 3,
    arbitrary: at(
      [
        "companies.0.name",
        "templates.0.name",
        "templates.0.settings.rewards.0.name",
        "clients.0.sName",
        "clients.1.fName",
        "clients.1.email",
        "clients.2.fields.Field3",
      ],
      name,
    ),
  },
  { weight: 1, arbitrary: at(["pushes.0.message"], message) },
  { weight: 4, arbitrary: at(["sequences"], sequences) },
  { weight: 1, arbitrary: at(["companies.0.id"], fc.constantFrom("constructor", "tostring", "a".repeat(63), "A")) },
  {
    weight: 2,
    arbitrary: at(
      ["template", "client", "card", "operation", "push"].map((kind) => `sequences.${kind}`),
      ordinal,
    ),
  },
  {
    weight: 1,
    arbitrary: at(["operations.0.id", "pushes.0.id", "templates.6.id", "clients.6.id"], fc.oneof(ordinal, number)),
  },
  {
    weight: 2,
    arbitrary: at(
      ["templates.0.id", "clients.0.id", "cards.0.serial", "operations", "pushes", "cards.2.visits"],
      fc.constant(undefined),
    ),
  },
  {
    weight: 1,
    arbitrary: at(
      ["clock.now", "operations.0.at", "pushes.0.at", "cards.0.issuedAt", "cards.2.expiresAt", "cards.3.redeemedAt"],
      fc.option(moment),
    ),
  },
  { weight: 1, arbitrary: at(["clock.offsetMs"], fc.constantFrom(-0, 240_000_000_000_001, -60_000, 1.5)) },
  { weight: 1, arbitrary: at(["seed"], fc.constantFrom(0, -0, 2 ** 32 - 1, 2 ** 32)) },
  { weight: 1, arbitrary: at(["profile"], fc.constantFrom({ envelope: "array" }, { constructor: "x" })) },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 0, max: 6 })
      .chain((type) => at([`templates.${type}.settings`], settings[type] ?? fc.constant({}))),
  },
  { weight: 1, arbitrary: at(["templates.3.expiry"], expiry) },
  { weight: 1, arbitrary: at(["cards.1.percent"], fc.constantFrom(-0, 1e-300, 100, 101)) },
);

/** Returns a copy of the state with some values changed. */
const state = fc.array(change, { maxLength: 3 }).map((changes): object => {
  const changed = structuredClone(world) as object;
  for (const [path, value] of changes) {
    const keys = path.split(".");
    const last = keys.pop() ?? "";
    const target = keys.reduce<Record<string, unknown> | undefined>(
      (of, key) => of?.[key] as Record<string, unknown>,
      changed as Record<string, unknown>,
    );
    if (target !== undefined) target[last] = value;
  }
  return changed;
});

/** Parameters of all methods; each method ignores unknown parameters. */
const parameters = fc.record({
  passSerialNumber: rowIndex,
  idTemplate: rowIndex,
  userID: rowIndex,
  company: fc.constantFrom(0, 0, 0, 1),
  body: fc.record(
    {
      sName: name,
      fName: name,
      phone: fc.oneof(number, fc.constantFrom(12_025_550_143, 999_999_999_999_999, "+0012")),
      email: name,
      pushSegment: fc.constantFrom("oneClient", "allClients", "__proto__"),
      selectionMode: fc.constantFrom("PassInstalled", "PassNotCreated", "toString"),
      messageText: message,
      page: fc.constantFrom<unknown>(1, 1, 2, 2 ** 53 - 1, -0),
      action: fc.constantFrom(
        "spendPoints",
        "accruePoints",
        "increaseTotalSpentSum",
        "reduceTotalSpentSum",
        "takeStamps",
        "addStamps",
        "setExpirationDate",
        "constructor",
      ),
      sum: number,
      numberStumps: number,
      numberRewards: number,
      expiryDate: seconds,
    },
    { requiredKeys: ["sName", "fName", "pushSegment", "messageText", "page", "action", "sum", "numberStumps"] },
  ),
});
const methods = Object.keys(methodFacts);
/** The methods that change records. */
export const changing = Object.values(methodFacts).flatMap(({ id, readsOnly }) => (readsOnly ? [] : [id]));

/** A call of the control plane: its name, the index of its record, and its body. */
const call = <const Name extends string>(name: Name, body: fc.Arbitrary<unknown>) =>
  fc.record({ control: fc.constant(name), at: rowIndex, body });

const control = fc.oneof(
  { weight: 4, arbitrary: call("putState", state) },
  { weight: 1, arbitrary: call("reset", fc.constant(undefined)) },
  {
    weight: 3,
    arbitrary: call(
      "putClock",
      fc.oneof(
        fc.record({ now: moment }),
        fc.record({ advanceSeconds: fc.oneof(number, fc.constantFrom(3_155_760_000, -3_155_760_000, 0.0004)) }),
        fc.constant({ real: true }),
      ),
    ),
  },
  {
    weight: 1,
    arbitrary: call(
      "putProfile",
      fc.constantFrom<object>(
        {},
        { useRewardCount: "all", secondPass: "new" },
        { spendAccruesPoints: "yes", tierAfterReduce: "kept" },
        { constructor: "x" },
        JSON.parse('{"__proto__": "x"}') as object,
      ),
    ),
  },
  { weight: 2, arbitrary: call("createTemplate", template) },
  {
    weight: 2,
    arbitrary: call(
      "changeTemplate",
      fc.record({ name, expiry, settings: fc.oneof(...settings) }, { requiredKeys: [] }),
    ),
  },
  {
    weight: 2,
    arbitrary: call(
      "fillForm",
      fc.record(
        { dateOfBirth: fc.constantFrom("0000-01-01", "1990-02-31", null), Field0: fc.option(name), Field5: name },
        { requiredKeys: [] },
      ),
    ),
  },
  { weight: 2, arbitrary: call("install", fc.constant(undefined)) },
  { weight: 1, arbitrary: call("delete", fc.constant(undefined)) },
  { weight: 1, arbitrary: call("redeem", fc.constant(undefined)) },
  {
    weight: 1,
    arbitrary: call(
      "createSandbox",
      fc.record(
        {
          id: fc.constantFrom("other", "con", "constructor", "__proto__", "Other", "o".repeat(63)),
          fixture: fc.oneof(fc.constant("empty"), state),
          seed: fc.constantFrom(0, 2 ** 32 - 1),
          now: moment,
          profile: fc.constantFrom({}, { envelope: "array" }),
          ttlSeconds: fc.constantFrom(31_536_000, 31_536_001),
        },
        { requiredKeys: ["id", "fixture"] },
      ),
    ),
  },
  { weight: 1, arbitrary: call("deleteSandbox", fc.constantFrom("other", "constructor", "o".repeat(63), "default")) },
);

export type Control = typeof control extends fc.Arbitrary<infer Each> ? Each : never;
export type Vendor = { readonly method: string } & (typeof parameters extends fc.Arbitrary<infer Each> ? Each : never);

const vendor = (of: readonly string[]): fc.Arbitrary<Vendor> =>
  fc.tuple(fc.constantFrom(...of), parameters).map(([method, rest]) => ({ method, ...rest }));

/** Calls of the vendor's API and the control plane with invalid values. */
export const stories: fc.Arbitrary<readonly (Vendor | Control)[]> = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: vendor(methods) },
    { weight: 8, arbitrary: vendor(changing) },
    { weight: 9, arbitrary: control },
  ),
  { minLength: 30, maxLength: 50 },
);

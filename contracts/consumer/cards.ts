import {
  address,
  given,
  type Interaction,
  janeId,
  janeMail,
  janePhone,
  nobodys,
  rivals,
  rows,
  serialNumber,
  serialOf,
  someClient,
  templateOf,
} from "./interaction.js";

const coffee = { idTemplate: templateOf(0) };
const installURL = address("http://127.0.0.1:4010/_luna/s/default/cards/281654-389-771");
const image = address("http://127.0.0.1:4010/_luna/s/default/cards/281654-389-771/stamps.svg");
const spending = { amountMoneySpentTotal: 10_000, currentPersentBonus: 4 };

/** By card type, the state that makes such a card, and what is its own in getPassInfo. */
const types: readonly (readonly [state: string, own: object])[] = [
  [
    "a stamp card",
    {
      maxStamps: 10,
      activeStamps: 3,
      totalStamps: 13,
      unusedRewards: 1,
      image,
      rewards: [{ name: "Free coffee", stamps: "5,10", autoUse: false }],
    },
  ],
  ["a cashback card", { ...spending, amountMoneyBonus: 400 }],
  ["a subscription card", { maxStamps: 10, activeStamps: 3, numberScores: 9, image }],
  ["a coupon card", {}],
  ["a discount card", spending],
  ["a certificate card", {}],
  ["a membership card", {}],
];

const cardOf = (type: number, status = "installed") => ({
  type,
  status,
  serialNumber: serialOf(type),
  ...types[type]?.[1],
});

const holder = { ...coffee, userID: janeId };
const byPhone = { ...coffee, phone: janePhone };

export const cardInteractions: readonly Interaction[] = [
  given(["a client"], "a new card", "createPass", holder, { result: 1, serialNumber, installURL }),
  given(["a stamp card"], "a second card for a client", "createPass", holder, {
    result: 1,
    serialNumber: serialOf(0),
    installURL,
  }),
  given(["a template"], "a card for no template", "createPass", { userID: janeId }, { error: 4 }),

  ...types.map(([state], type) =>
    given(
      [state],
      `the card: ${state}`,
      "getPassInfo",
      { passSerialNumber: serialOf(type) },
      {
        result: 1,
        ...cardOf(type),
      },
    ),
  ),
  given(["no card"], "no such card", "getPassInfo", nobodys, { error: 2 }),
  given(["a card of another company"], "somebody else's card", "getPassInfo", rivals, { error: 3 }),
  given(["a stamp card"], "a card without a number", "getPassInfo", {}, { error: 4 }),

  given(["a stamp card"], "a phone with a card", "checkPassExistsByPhone", byPhone, { result: 1 }),
  given(["a client"], "a phone without a card", "checkPassExistsByPhone", byPhone, { result: 0 }),
  given(
    [["a cashback card", { status: "deleted" }]],
    "a deleted card by phone",
    "getPassInfoByPhone",
    { idTemplate: templateOf(1), phone: janePhone },
    { result: 1, ...cardOf(1, "deleted") },
  ),
  given(["a client"], "no card by phone", "getPassInfoByPhone", byPhone, { error: 2 }),
  given(
    ["a certificate card", "a stamp card"],
    "the cards of a phone",
    "getClientPassesByPhone",
    { phone: janePhone },
    {
      result: 1,
      rows: [cardOf(5), cardOf(0)],
    },
  ),
  given(["a client"], "no cards of a phone", "getClientPassesByPhone", { phone: janePhone }, { result: 1, rows: [] }),
  given(
    ["a cashback card"],
    "the cards of an e-mail",
    "getClientPassesByEmail",
    { email: janeMail },
    {
      result: 1,
      rows: [cardOf(1)],
    },
  ),

  given(
    [["installed cards", { count: 101 }]],
    "a full page of clients with installed cards",
    "getTemplateClientPasses",
    { ...coffee, selectionMode: "PassInstalled", page: 1 },
    { result: 1, rows: rows(100, { ...someClient, serialNumber, status: "installed" }) },
  ),
  given(
    [["installed cards", { count: 101 }]],
    "the last page of clients with installed cards",
    "getTemplateClientPasses",
    { ...coffee, selectionMode: "PassInstalled", page: 2 },
    { result: 1, rows: rows(1, { ...someClient, serialNumber, status: "installed" }) },
  ),
  given(
    ["a client"],
    "clients without cards",
    "getTemplateClientPasses",
    { ...coffee, selectionMode: "PassNotCreated" },
    { result: 1, rows: rows(1, someClient) },
  ),
];

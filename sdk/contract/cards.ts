import { contractCardTypes, urlMatcher } from "./card-types.js";
import {
  aCard,
  aCardOfEachType,
  interaction,
  janeId,
  janeMail,
  janePhone,
  rows,
  type SdkInteraction,
  serialNumberMatcher,
  serialOf,
  someClient,
  templateOf,
  twoPages,
} from "./interaction.js";

const coffee = { idTemplate: templateOf(0) };
const installURL = urlMatcher("http://127.0.0.1:4010/_luna/s/default/cards/281654-389-771");

const cards = contractCardTypes.map(({ serial, fields }, type) => ({
  type,
  status: "installed",
  serialNumber: serial,
  ...fields,
}));

const holder = { ...coffee, userID: janeId };
const byPhone = (type: number) => ({ idTemplate: templateOf(type), phone: janePhone });
const ofPhone = { phone: janePhone };
const ofMail = { email: janeMail };
const installed = { ...coffee, selectionMode: "PassInstalled" };
const withoutCard = { ...coffee, selectionMode: "PassNotCreated" };
const holderRow = { ...someClient, serialNumber: serialNumberMatcher, status: "installed" };
const oneClient = { result: 1, rows: rows(1, someClient) };
const manyCards: SdkInteraction["states"] = [["installed cards", { count: 101 }]];
const deleted = { result: 1, ...cards[1], status: "deleted" };
const sameCard = { result: 1, serialNumber: serialOf(0), installURL };

export const cardInteractions: readonly SdkInteraction[] = [
  interaction(["a client"], "a new card", "createPass", holder, {
    result: 1,
    serialNumber: serialNumberMatcher,
    installURL,
  }),
  interaction(["a stamp card"], "a second card for a client", "createPass", holder, sameCard),

  ...cards.flatMap((card, type) => {
    const response = { result: 1, ...card };
    const state = aCard(type);
    return [
      interaction([state], `the card: ${state}`, "getPassInfo", { passSerialNumber: serialOf(type) }, response),
      interaction([state], `the card of a phone: ${state}`, "getPassInfoByPhone", byPhone(type), response),
    ];
  }),
  interaction(
    [["a cashback card", { status: "deleted" }]],
    "a deleted card",
    "getPassInfoByPhone",
    byPhone(1),
    deleted,
  ),

  interaction(["a stamp card"], "a phone with a card", "checkPassExistsByPhone", byPhone(0), { result: 1 }),
  interaction(["a client"], "a phone without a card", "checkPassExistsByPhone", byPhone(0), { result: 0 }),

  interaction(aCardOfEachType, "all cards of a phone", "getClientPassesByPhone", ofPhone, { result: 1, rows: cards }),
  interaction(["a client"], "no cards of a phone", "getClientPassesByPhone", ofPhone, { result: 1, rows: [] }),
  interaction(aCardOfEachType, "all cards of an e-mail", "getClientPassesByEmail", ofMail, { result: 1, rows: cards }),
  interaction(["a client"], "no cards of an e-mail", "getClientPassesByEmail", ofMail, { result: 1, rows: [] }),

  ...twoPages(manyCards, "installed cards", "getTemplateClientPasses", installed, holderRow),
  interaction(["a client"], "clients without cards", "getTemplateClientPasses", withoutCard, oneClient),
];

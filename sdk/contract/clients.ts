import { MatchersV3 } from "@pact-foundation/pact";
import {
  interaction,
  janeId,
  janeMail,
  janePhone,
  type SdkInteraction,
  serialOf,
  someClient,
  templateOf,
  twoPages,
} from "./interaction.js";

const coffee = { idTemplate: templateOf(0) };
const rick = { ...coffee, sName: "Roe", fName: "Rick", phone: 12_025_550_177 };
const found = { result: 1, userID: janeId, sName: "Doe", fName: "Jane", phone: String(janePhone) };
const changed = { ...coffee, userID: janeId, sName: "Roe", fName: "Jane", phone: janePhone, email: janeMail };
const exists = { error: 5, userID: janeId };
const stranger = { ...coffee, phone: 12_025_550_199 };
const pastTheEnd = { ...coffee, page: 3 };
const details = { result: 1, sName: "Doe", fName: "Jane", dateOfBirth: "1990-05-17", phone: String(janePhone) };

export const clientInteractions: readonly SdkInteraction[] = [
  interaction(["a template"], "a new client", "createClient", rick, {
    result: 1,
    userID: MatchersV3.integer(79_129_875),
  }),
  interaction(["a client"], "a client whose phone is taken", "createClient", { ...rick, phone: janePhone }, exists),

  interaction(["a client"], "a client found by phone", "searchClient", { ...coffee, phone: janePhone }, found),
  interaction(["a client"], "a client found by e-mail", "searchClient", { ...coffee, email: janeMail }, found),
  interaction(["a client"], "a client that is not found", "searchClient", stranger, { result: 0 }),

  interaction(["a client"], "a client that is changed", "updateClient", changed, { result: 1, userID: janeId }),
  interaction(
    ["a client", ["a client", { userID: 20_779_268, phone: "12025550144" }]],
    "a client that takes another's phone",
    "updateClient",
    { ...changed, phone: 12_025_550_144 },
    { error: 5, userID: 20_779_268 },
  ),

  interaction(["a stamp card"], "the client of a card", "getClientInfo", { passSerialNumber: serialOf(0) }, details),

  ...twoPages(["clients"], "clients", "getClientsList", coffee, someClient),
  interaction(["clients"], "a page of clients past the end", "getClientsList", pastTheEnd, { result: 1, rows: [] }),
];

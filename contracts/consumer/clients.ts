import { MatchersV3 } from "@pact-foundation/pact";
import {
  given,
  type Interaction,
  janeId,
  janeMail,
  janePhone,
  nobodys,
  rivals,
  rows,
  serialOf,
  someClient,
  templateOf,
} from "./interaction.js";

const coffee = { idTemplate: templateOf(0) };
const rick = { ...coffee, sName: "Roe", fName: "Rick", phone: 12_025_550_177 };
const found = { result: 1, userID: janeId, sName: "Doe", fName: "Jane", phone: String(janePhone) };
const changed = { ...coffee, userID: janeId, sName: "Roe", fName: "Jane", phone: janePhone, email: janeMail };
const details = { sName: "Doe", fName: "Jane", dateOfBirth: "1990-05-17", phone: String(janePhone) };

export const clientInteractions: readonly Interaction[] = [
  given(["a template"], "a new client", "createClient", rick, { result: 1, userID: MatchersV3.integer(79_129_875) }),
  given(
    ["a client"],
    "a client whose phone is taken",
    "createClient",
    { ...rick, phone: janePhone },
    {
      error: 5,
      userID: janeId,
    },
  ),
  given(["a template"], "a client without a name", "createClient", { ...coffee, phone: janePhone }, { error: 4 }),

  given(["a client"], "a client found by phone", "searchClient", { ...coffee, phone: janePhone }, found),
  given(["a client"], "a client found by e-mail", "searchClient", { ...coffee, email: janeMail }, found),
  given(
    ["a client"],
    "a client that is not found",
    "searchClient",
    { ...coffee, phone: 12_025_550_199 },
    {
      result: 0,
    },
  ),

  given(["a client"], "a client that is changed", "updateClient", changed, { result: 1, userID: janeId }),
  given(
    ["a client", ["a client", { userID: 20_779_268, phone: "12025550144" }]],
    "a client that takes another's phone",
    "updateClient",
    { ...changed, phone: 12_025_550_144 },
    { error: 5, userID: 20_779_268 },
  ),

  given(
    ["a stamp card"],
    "the client of a card",
    "getClientInfo",
    { passSerialNumber: serialOf(0) },
    {
      result: 1,
      ...details,
    },
  ),
  given(["no card"], "the client of no card", "getClientInfo", nobodys, { error: 2 }),
  given(["a card of another company"], "the client of somebody else's card", "getClientInfo", rivals, { error: 3 }),

  given(
    ["clients"],
    "a full page of clients",
    "getClientsList",
    { ...coffee, page: 1 },
    {
      result: 1,
      rows: rows(10, someClient),
    },
  ),
  given(
    ["clients"],
    "the last page of clients",
    "getClientsList",
    { ...coffee, page: 2 },
    {
      result: 1,
      rows: rows(1, someClient),
    },
  ),
  given(
    ["clients"],
    "a page of clients past the end",
    "getClientsList",
    { ...coffee, page: 3 },
    { result: 1, rows: [] },
  ),
];

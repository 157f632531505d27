import { type MethodName, methodFacts } from "../../openapi/document.js";
import {
  given,
  type Interaction,
  janeId,
  janeMail,
  janePhone,
  nobodys,
  rivals,
  serialOf,
  templateOf,
} from "./interaction.js";

const coffee = { idTemplate: templateOf(0) };
const card = { passSerialNumber: serialOf(0) };
const jane = { sName: "Doe", fName: "Jane", phone: janePhone, ...coffee };

/** A request of each method that a stamp card lets it answer. It cannot do without the first parameter. */
const requests: Readonly<Record<MethodName, Readonly<Record<string, unknown>>>> = {
  getTemplates: {},
  createClient: { ...jane, phone: 12_025_550_177 },
  searchClient: { phone: janePhone, ...coffee },
  updateClient: { userID: janeId, ...jane },
  getClientInfo: card,
  getClientsList: coffee,
  createPass: { ...coffee, userID: janeId },
  getPassInfo: card,
  checkPassExistsByPhone: { ...coffee, phone: janePhone },
  getPassInfoByPhone: { ...coffee, phone: janePhone },
  getClientPassesByPhone: { phone: janePhone },
  getClientPassesByEmail: { email: janeMail },
  getTemplateClientPasses: { ...coffee, selectionMode: "PassInstalled" },
  usePass: { ...card, numberStumps: 1 },
  useReward: { ...card, numberRewards: 1 },
  getPassOperations: card,
  sendInfoPush: { ...card, pushSegment: "oneClient", messageText: "Hello" },
  getInfoPushList: card,
};

/** By code, what makes a method refuse a request that it would answer otherwise. */
const refused: Readonly<Record<number, (method: MethodName) => Interaction>> = {
  1: (method) =>
    given(["an invalid token"], `${method} under an invalid token`, method, requests[method], { error: 1 }),
  2: (method) => {
    const request = requests[method];
    return "passSerialNumber" in request
      ? given(["no card"], `${method} of no card`, method, { ...request, ...nobodys }, { error: 2 })
      : given(["a client"], `${method} of a client without a card`, method, request, { error: 2 });
  },
  3: (method) => {
    const request = { ...requests[method], ...rivals };
    return given(["a card of another company"], `${method} of another company's card`, method, request, {
      error: 3,
    });
  },
  4: (method) => {
    const [missing, ...others] = Object.entries(requests[method]);
    const request = Object.fromEntries(others);
    return given(["a template"], `${method} without ${missing?.[0]}`, method, request, { error: 4 });
  },
};

/** Every method with every code that the document has for it, but for 5, whose answer has more (see clients.ts). */
export const refusalInteractions: readonly Interaction[] = Object.values(methodFacts).flatMap(({ id, errors }) =>
  errors.flatMap((code) => refused[code]?.(id) ?? []),
);

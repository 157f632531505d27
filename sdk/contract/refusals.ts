import { type MethodName, methodFacts } from "../../openapi/document.js";
import {
  foreignCard,
  interaction,
  janeId,
  janeMail,
  janePhone,
  type SdkInteraction,
  serialOf,
  templateOf,
  unknownCard,
} from "./interaction.js";

const coffee = { idTemplate: templateOf(0) };
const card = { passSerialNumber: serialOf(0) };
const jane = { sName: "Doe", fName: "Jane", phone: janePhone, ...coffee };

/** A request of each method that succeeds on a stamp card. Its first parameter is required. */
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

/** By error code, an interaction in which an otherwise valid request is refused. */
const refused: Readonly<Record<number, (method: MethodName) => SdkInteraction>> = {
  1: (method) =>
    interaction(["an invalid token"], `${method} under an invalid token`, method, requests[method], { error: 1 }),
  2: (method) => {
    const request = requests[method];
    return "passSerialNumber" in request
      ? interaction(["no card"], `${method} of no card`, method, { ...request, ...unknownCard }, { error: 2 })
      : interaction(["a client"], `${method} of a client without a card`, method, request, { error: 2 });
  },
  3: (method) => {
    const request = { ...requests[method], ...foreignCard };
    return interaction(["a card of another company"], `${method} of another company's card`, method, request, {
      error: 3,
    });
  },
  4: (method) => {
    const [missing, ...others] = Object.entries(requests[method]);
    const request = Object.fromEntries(others);
    return interaction(["a template"], `${method} without ${missing?.[0]}`, method, request, { error: 4 });
  },
};

/** Every method with every documented error except 5, whose response has more fields (see clients.ts). */
export const refusalInteractions: readonly SdkInteraction[] = Object.values(methodFacts).flatMap(({ id, errors }) =>
  errors.flatMap((code) => refused[code]?.(id) ?? []),
);

import { MatchersV3 } from "@pact-foundation/pact";
import {
  dateTimeMatcher,
  done,
  interaction,
  type SdkInteraction,
  serialOf,
  templateOf,
  twoPages,
} from "./interaction.js";

const { integer, like } = MatchersV3;

const card = { passSerialNumber: serialOf(0) };
const toOne = { ...card, pushSegment: "oneClient", messageText: "Hello {{clientFName}}" };
const toAll = { pushSegment: "allClients", idTemplate: String(templateOf(0)), messageText: "Hello" };
const toPage = (page: number) => ({ ...toAll, page });
const selected = (numberOfRowsSelected: number) => ({ result: 1, numberOfRowsSelected });
const notInstalled: SdkInteraction["states"] = [["a stamp card", { status: "not installed" }]];
const push = { id: integer(11), date: dateTimeMatcher, message: like("News 11") };

export const pushInteractions: readonly SdkInteraction[] = [
  interaction(["a stamp card"], "a push to one", "sendInfoPush", toOne, done),
  interaction(notInstalled, "a push to a card that is not installed", "sendInfoPush", toOne, { error: 4 }),
  interaction(["installed cards"], "a push to the first ten", "sendInfoPush", toPage(1), selected(10)),
  interaction(["installed cards"], "a push to the last", "sendInfoPush", toPage(2), selected(1)),
  interaction(["installed cards"], "a push past the last page", "sendInfoPush", toPage(3), selected(0)),

  ...twoPages(["pushes on a card"], "pushes", "getInfoPushList", card, push),
  interaction(["a stamp card"], "no pushes", "getInfoPushList", card, { result: 1, rows: [] }),
];

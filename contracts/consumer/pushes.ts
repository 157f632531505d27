import { MatchersV3 } from "@pact-foundation/pact";
import { dateTime, done, given, type Interaction, rivals, rows, serialOf, templateOf } from "./interaction.js";

const { integer, like } = MatchersV3;

const toOne = { pushSegment: "oneClient", messageText: "Hello {{clientFName}}" };
const toAll = { pushSegment: "allClients", idTemplate: String(templateOf(0)), messageText: "Hello" };
const history = (page: number) => ({ passSerialNumber: serialOf(0), page });
const push = { id: integer(11), date: dateTime, message: like("News 11") };

export const pushInteractions: readonly Interaction[] = [
  given(["a stamp card"], "a push to one", "sendInfoPush", { ...toOne, passSerialNumber: serialOf(0) }, done),
  given(
    [["a stamp card", { status: "not installed" }]],
    "a push to a card that is not installed",
    "sendInfoPush",
    { ...toOne, passSerialNumber: serialOf(0) },
    { error: 4 },
  ),
  given(
    ["a card of another company"],
    "a push to somebody else's card",
    "sendInfoPush",
    { ...toOne, ...rivals },
    {
      error: 3,
    },
  ),
  given(
    ["installed cards"],
    "a push to the first ten",
    "sendInfoPush",
    { ...toAll, page: 1 },
    {
      result: 1,
      numberOfRowsSelected: 10,
    },
  ),
  given(
    ["installed cards"],
    "a push to the last",
    "sendInfoPush",
    { ...toAll, page: 2 },
    {
      result: 1,
      numberOfRowsSelected: 1,
    },
  ),
  given(
    ["installed cards"],
    "a push to nobody",
    "sendInfoPush",
    { ...toAll, page: 3 },
    {
      result: 1,
      numberOfRowsSelected: 0,
    },
  ),

  given(["pushes on a card"], "a full page of pushes", "getInfoPushList", history(1), {
    result: 1,
    rows: rows(10, push),
  }),
  given(["pushes on a card"], "the last page of pushes", "getInfoPushList", history(2), {
    result: 1,
    rows: rows(1, push),
  }),
  given(["a stamp card"], "no pushes", "getInfoPushList", history(1), { result: 1, rows: [] }),
];

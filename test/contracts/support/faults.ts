/** Faults to inject into the provider, one at a time. */

import { methodNameOf } from "../../../contracts/pact/interaction.js";
import type { InteractionResult, Verifier } from "../../../contracts/verify/verify.js";
import type { LunaServer } from "../../../mock-server/index.js";
import type { VendorRequest, VendorResponse } from "../../../mock-server/requests/exchange.js";

// biome-ignore lint/suspicious/noExplicitAny: a fault reaches into answers of any shape
type Answer = any;
type Next = (request: VendorRequest) => Promise<VendorResponse>;

/** Handles a request wrongly; `next` handles it right. */
type Fault = (request: VendorRequest, next: Next) => Promise<VendorResponse>;

/** Builds a fault in the response body. */
const inAnswer =
  (alter: (answer: Answer, name: string) => Answer): Fault =>
  async (request, next) => {
    const response = await next(request);
    return { ...response, body: JSON.stringify(alter(JSON.parse(response.body), request.name)) };
  };

/** Builds a fault in the parameters. */
const inRequest =
  (alter: (body: Answer, name: string) => Answer): Fault =>
  (request, next) => {
    const { body } = request;
    if (!Buffer.isBuffer(body) || body.length === 0) return next(request);
    return next({ ...request, body: Buffer.from(JSON.stringify(alter(JSON.parse(body.toString()), request.name))) });
  };

const only = (method: string, alter: (answer: Answer) => Answer): Fault =>
  inAnswer((answer, name) => (name === method && answer.error === undefined ? alter(answer) : answer));

const without = (field: string): Fault => inAnswer(({ [field]: _gone, ...rest }) => rest);

const changed = (field: string, value: (before: Answer) => Answer): Fault =>
  inAnswer((answer) => (field in answer ? { ...answer, [field]: value(answer[field]) } : answer));

const inRows = (alter: (row: Answer) => Answer): Fault =>
  inAnswer((answer) => (Array.isArray(answer.rows) ? { ...answer, rows: answer.rows.map(alter) } : answer));

const error = (from: number, to: Answer): Fault =>
  inAnswer((answer) => (answer.error === from ? (typeof to === "number" ? { ...answer, error: to } : to) : answer));

const asResponse =
  (alter: (response: VendorResponse) => VendorResponse): Fault =>
  async (request, next) =>
    alter(await next(request));

export const faults: Readonly<Record<string, Fault>> = {
  "an unknown card is called somebody else's": error(2, 3),
  "somebody else's card is called unknown": error(3, 2),
  "somebody else's card is shown": error(3, {
    result: 1,
    type: 0,
    status: "installed",
    serialNumber: "123444-522-344",
  }),
  "an invalid token is let in": error(1, { result: 1, templates: [] }),
  "a missing parameter is let pass": error(4, { result: 1 }),
  "a taken phone is let pass": error(5, { result: 1, userID: 7 }),
  "a taken phone comes without the user's id": inAnswer(({ error: code, userID, ...rest }) =>
    code === 5
      ? { error: 5 }
      : { ...(code === undefined ? {} : { error: code }), ...(userID === undefined ? {} : { userID }), ...rest },
  ),
  "errors are texts": changed("error", String),
  "every answer is 201": asResponse((response) => ({ ...response, status: 201 })),
  "errors have statuses of their own": asResponse((response) =>
    response.body.startsWith('{"error"') ? { ...response, status: 404 } : response,
  ),
  "answers come as HTML": asResponse((response) => ({
    ...response,
    headers: { ...response.headers, "content-type": "text/html" },
  })),
  "answers are cut off": asResponse((response) => ({ ...response, body: response.body.slice(0, -1) })),
  "answers are wrapped in a list": inAnswer((answer) => [answer]),
  "success is not marked": without("result"),
  "success is marked with true": changed("result", (result) => result === 1),
  "the user's id is missing": without("userID"),
  "the user's id is a text": changed("userID", String),
  "the serial number is missing": without("serialNumber"),
  "the serial number is another card's": changed("serialNumber", () => "400000-000-000"),
  "the address for installing is missing": without("installURL"),
  "the card's type is missing": without("type"),
  "every card is a stamp card": changed("type", () => 0),
  "the status has a capital": changed("status", (status) => status.toUpperCase()),
  "a stamp too many": changed("activeStamps", (stamps) => stamps + 1),
  "rewards are never used": changed("unusedRewards", (rewards) => rewards + 1),
  "points are missing": without("amountMoneyBonus"),
  "the percentage is a text": changed("currentPersentBonus", String),
  "milestones are a list": changed("rewards", (rewards) =>
    rewards.map((reward: Answer) => ({ ...reward, stamps: reward.stamps.split(",").map(Number) })),
  ),
  "phones are numbers": changed("phone", Number),
  "names are swapped": inAnswer((answer) =>
    "sName" in answer ? { ...answer, sName: answer.fName, fName: answer.sName } : answer,
  ),
  "form fields are left out": without("Field0"),
  "lists have another name": inAnswer(({ rows, ...rest }) => (rows === undefined ? rest : { ...rest, items: rows })),
  "a list of clients is empty": only("getClientsList", (answer) => ({ ...answer, rows: [] })),
  "pages count from zero": inRequest((body) => ("page" in body ? { ...body, page: body.page + 1 } : body)),
  "every page is the first": inRequest((body) => ("page" in body ? { ...body, page: 1 } : body)),
  "pages hold one too few": inAnswer((answer) =>
    answer.rows?.length >= 10 ? { ...answer, rows: answer.rows.slice(1) } : answer,
  ),
  "a page past the end is refused": inAnswer((answer) => (answer.rows?.length === 0 ? { error: 4 } : answer)),
  "ids in lists are texts": inRows((row) => ("id" in row ? { ...row, id: String(row.id) } : row)),
  "dates are written otherwise": inRows((row) =>
    "date" in row ? { ...row, date: `${row.date.replace(" ", "T")}Z` } : row,
  ),
  "messages are missing": inRows(({ message: _gone, ...row }) => row),
  "balances of operations are missing": inRows(({ balance: _gone, ...row }) => row),
  "cards in lists lack their serial number": inRows(({ serialNumber: _gone, ...row }) => row),
  "one card of several is left out": only("getClientPassesByPhone", (answer) => ({
    ...answer,
    rows: answer.rows.slice(1),
  })),
  "a push counts one too many": changed("numberOfRowsSelected", (count) => count + 1),
  "a client that is not found is an error": only("searchClient", (answer) =>
    answer.result === 0 ? { error: 2 } : answer,
  ),
  "whether a card exists is turned round": only("checkPassExistsByPhone", ({ result }) => ({ result: 1 - result })),
  "template types are names": only("getTemplates", (answer) => ({
    ...answer,
    templates: answer.templates.map((template: Answer) => ({ ...template, type: "stamps" })),
  })),
};

/** Injects a fault into a server. Returns a function that removes it. */
function withFault({ services }: LunaServer, fault: Fault): () => void {
  const right = services.engine.handle.bind(services.engine);
  services.engine.handle = (request) => fault(request, right);
  return () => {
    services.engine.handle = right;
  };
}

/** Whether a fault changes the request or the response of an interaction. */
async function concerns(fault: Fault, { interaction, exchange }: InteractionResult): Promise<boolean> {
  if (exchange === undefined) return false;
  const name = methodNameOf(interaction.request.path) ?? "";
  const request: VendorRequest = {
    verb: exchange.sent.method,
    name,
    token: "",
    body: exchange.sent.body,
    origin: () => "",
  };
  const right = (): VendorResponse => ({ status: exchange.status, headers: {}, body: exchange.body });
  let forwarded: VendorRequest | undefined;
  const answered = await fault(request, async (passed) => {
    forwarded = passed;
    return right();
  });
  return JSON.stringify([answered, forwarded?.body]) !== JSON.stringify([right(), request.body]);
}

/** Returns the faults that passing interactions do not notice. */
export async function unnoticed(
  server: LunaServer,
  verification: Verifier,
  passed: readonly InteractionResult[],
): Promise<readonly string[]> {
  const isNoticed = async (fault: Fault) => {
    for (const result of passed) {
      if (!(await concerns(fault, result))) continue;
      const [replayed] = await verification.all([result.interaction]);
      if (replayed?.verdict === "failed") return true;
    }
    return false;
  };
  const left: string[] = [];
  for (const [name, fault] of Object.entries(faults)) {
    const takeOut = withFault(server, fault);
    if (!(await isNoticed(fault).finally(takeOut))) left.push(name);
  }
  return left;
}

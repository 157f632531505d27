import { type OperationFacts, type OperationId, operationFacts } from "../../openapi/document.js";
import type { AnswerValidators } from "../../openapi/validators.js";
import { nowOf } from "../domain/clock.js";
import type { Reading } from "../domain/reading.js";
import { LunaError, Refusal } from "../domain/refusal.js";
import { type RuleId, rules } from "../domain/rules.js";
import { nearest } from "../nearest.js";
import type { Context } from "../operations/context.js";
import { operations } from "../operations/index.js";
import { type Parameters, validateRequest } from "../operations/validation.js";
import { type Committed, NoSandbox, type Store, type TokenOwner } from "../store/port.js";
import { maxBodyBytes, parseBody, tooLarge } from "./body.js";
import { intake } from "./intake.js";
import type { Ledger } from "./ledger.js";
import { OwnRefusal } from "./own-refusal.js";
import { canonicalRefusal, type Presented, presentAnswer, presentRefusal } from "./presentation.js";
import { readingOf } from "./reading-header.js";
import { isTooDeep } from "./redacted.js";
import { rowsIn } from "./rows.js";
import type { Trace } from "./trace.js";
import { urlsOf } from "./urls.js";

/** A request to the vendor's API, without a socket. */
export interface LunaRequest {
  readonly method: string;
  /** What follows `/api/v1/` in the path. */
  readonly name: string;
  /** The x-access-token header. */
  readonly token: string | undefined;
  readonly body: Buffer | typeof tooLarge;
  /** The body's content-encoding, if it has one. */
  readonly encoding?: string | undefined;
  /** The x-luna-reading header: presentation switches for this request alone. */
  readonly reading?: string | undefined;
  /** What follows `?` in the path. */
  readonly query?: string | undefined;
  /** The x-luna-explain header: "1" asks for the rules that had a say, in x-luna-rules. */
  readonly explain?: string | undefined;
  /** Where the request came to, such as `http://127.0.0.1:4010`: addresses in answers begin with it. */
  readonly origin: string;
}

export interface LunaResponse {
  readonly status: number;
  /** Made for this answer alone: whoever sends it may add to it. */
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface EngineOptions {
  readonly store: Store;
  readonly ledger: Ledger;
  /** Strict mode: every answer is held against the document before it is sent. */
  readonly strict?: AnswerValidators | undefined;
  /** Real time in milliseconds since 1970. */
  readonly realNow: () => number;
  /** The reading of requests that no company's token opens a sandbox for. */
  readonly reading: Reading;
  /** Every answer says which rules had a say, as if its request had asked for it. */
  readonly explain?: boolean | undefined;
  /** Begins the addresses in answers, in place of where the request came to. */
  readonly publicUrl?: string | undefined;
  /** Hears of bugs. */
  readonly log: (message: string) => void;
}

const names = Object.keys(operationFacts) as OperationId[];
const facts = new Map<string, OperationFacts>(Object.entries(operationFacts));
/** Bodies and answers larger than this are not kept in the ledger. */
const keptBytes = 16 * 1024;

/** Answers requests to the vendor's API. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #boot = Date.now().toString(36);
  #requests = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** A name for a request that no other request of this process has. */
  requestId(): string {
    this.#requests += 1;
    return `${this.#boot}-${this.#requests.toString(36)}`;
  }

  /** Answers one request. It never throws: what is no refusal is a bug, and answered 500 with a message. */
  async handle(request: LunaRequest): Promise<LunaResponse> {
    const trace: Trace = {
      requestId: this.requestId(),
      at: this.#options.realNow(),
      started: performance.now(),
      verb: request.method,
      name: request.name,
      query: request.query ?? "",
      token: request.token,
      request: undefined,
      reads: undefined,
      facts: facts.get(request.name),
      owner: undefined,
      reading: this.#options.reading,
      rules: [],
      switches: new Set(),
      seen: [],
      changes: [],
      refused: undefined,
    };
    let answered: Answered;
    try {
      answered = await this.#answer(request, trace);
    } catch (error) {
      noteBody(request, trace);
      answered = this.#refusal(error, trace);
    }
    return this.#send(answered, trace, this.#options.explain === true || request.explain === "1");
  }

  async #answer(request: LunaRequest, trace: Trace): Promise<Answered> {
    const { store } = this.#options;
    if (request.token !== undefined) trace.owner = await store.findToken(request.token);
    const of = methodOf(request);
    const reading = trace.owner === undefined ? undefined : await store.reading(trace.owner.sandboxId);
    trace.reading = readingOf(reading ?? trace.reading, request.reading);
    const owner = ownerOf(trace);
    const parameters = intake(of, bodyOf(of, request, trace), trace.reading, (name) => trace.switches.add(name));
    trace.reads = validateRequest(of.id, parameters);
    const { value, changes } = await this.#transact(of.id, owner, request, parameters, trace);
    trace.changes = changes;
    const presented = presentAnswer(of.id, value, trace.reading);
    trace.refused = presented.refused;
    return presented;
  }

  #transact(
    id: OperationId,
    { sandboxId, company }: TokenOwner,
    { origin }: LunaRequest,
    parameters: Parameters,
    trace: Trace,
  ): Promise<Committed<object>> {
    const { store, publicUrl } = this.#options;
    const run = operations[id] as (context: Context, parameters: Parameters) => Promise<object>;
    const urls = urlsOf(publicUrl ?? origin, sandboxId);
    return store.transaction(sandboxId, async (tx) => {
      // The store may run it again.
      trace.rules.length = 0;
      trace.seen.length = 0;
      const context: Context = {
        tx,
        company,
        now: nowOf(await tx.clock(), trace.at),
        reading: trace.reading,
        urls,
        uses: (...rules) => trace.rules.push(...rules),
        reads: (parameters) => {
          trace.reads = parameters;
        },
        saw: (records) => trace.seen.push(records),
      };
      return this.#checked(id, await run(context, parameters));
    });
  }

  /** In strict mode, stops an answer that the document does not describe, before its changes are kept. */
  #checked(id: OperationId, answer: object): object {
    const validate = this.#options.strict?.[id]["error" in answer ? "refusal" : "success"];
    if (validate === undefined || validate(answer)) return answer;
    const found = validate.errors?.at(-1);
    throw new Error(`the answer of ${id} does not fit the document: ${found?.instancePath || "/"} ${found?.keyword}`);
  }

  #refusal(error: unknown, trace: Trace): Answered {
    const { facts: of, requestId } = trace;
    const refusal = error instanceof NoSandbox ? unknownToken("the sandbox of this token was deleted") : error;
    try {
      if (refusal instanceof OwnRefusal) return ours(refusal, trace);
      if (!(refusal instanceof Refusal) || of === undefined) throw refusal;
      trace.refused = { ...reasonOf(refusal), kind: refusal.code === undefined ? "undocumented" : "documented" };
      this.#checked(of.id, canonicalRefusal(refusal));
      return presentRefusal(of.id, refusal, trace.reading);
    } catch (bug) {
      const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      this.#options.log(`request ${requestId} (${of?.id ?? "no method"}) failed: ${text}`);
      trace.refused = undefined;
      return own(500, `luna-sandbox itself failed; its log says more about request ${requestId}`);
    }
  }

  #send({ status, contentType, answer, headers }: Answered, trace: Trace, explains: boolean): LunaResponse {
    const body = JSON.stringify(answer);
    const { refused, rules: used } = trace;
    if (refused !== undefined) used.push(refused.rule);
    const isKept = body.length <= keptBytes;
    this.#options.ledger.add({
      trace,
      status,
      answer: isKept ? answer : `[${body.length} characters, not kept]`,
      rows: isKept ? undefined : rowsIn(answer),
      durationMs: performance.now() - trace.started,
    });
    const sent: Record<string, string> = headers === undefined ? {} : { ...headers };
    sent["content-type"] = contentType;
    sent["x-luna-request-id"] = trace.requestId;
    if (refused !== undefined) sent["x-luna-why"] = refused.why.slice(0, longestHeader);
    if (explains) sent["x-luna-rules"] = rulesHeader(used);
    return { status, headers: sent, body };
  }
}

/** An answer that is ready to be sent, with headers of its own where it has some. */
type Answered = Presented & { readonly headers?: Readonly<Record<string, string>> };

const own = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answered => ({
  status,
  contentType: "application/json",
  answer: { message },
  headers,
});

function ours(refusal: OwnRefusal, trace: Trace): Answered {
  trace.refused = { ...reasonOf(refusal), kind: "ours" };
  return own(refusal.status, refusal.message, refusal.headers);
}

const reasonOf = ({ rule, message, accepted }: Refusal | OwnRefusal) => ({ rule, why: message, accepted });

function methodOf({ name, method }: LunaRequest): OperationFacts {
  const of = facts.get(name);
  if (of === undefined) {
    const near = nearest(name, names);
    const hint = near === undefined ? `the methods are ${names.join(", ")}` : `did you mean ${near}?`;
    throw new OwnRefusal(404, "request.method", `there is no such method: ${hint}`, near ?? names.join(" or "));
  }
  if (method !== "POST") {
    const headers = { allow: "POST, OPTIONS" };
    throw new OwnRefusal(405, "request.verb", `${of.id} is called with POST`, "the same request with POST", headers);
  }
  return of;
}

const unknownToken = (why: string) =>
  new LunaError(
    1,
    "request.token",
    why,
    "a company's token in the header x-access-token; GET /_luna/sandboxes has them",
  );

function ownerOf({ owner, token }: Trace): TokenOwner {
  if (!token) throw unknownToken(`the x-access-token header is ${token === undefined ? "missing" : "empty"}`);
  if (owner === undefined) throw unknownToken("no company has the token of x-access-token");
  return owner;
}

/** The parsed body; whatever is sent to a method without parameters is ignored. */
function bodyOf(of: OperationFacts, { body, encoding }: LunaRequest, trace: Trace): Parameters {
  if (body === tooLarge) {
    const close = { connection: "close" };
    throw new OwnRefusal(413, "request.size", `the body is larger than ${maxBodyBytes} bytes`, "a smaller body", close);
  }
  if (encoding !== undefined && encoding !== "identity") {
    throw new OwnRefusal(415, "request.encoding", "the body is compressed: send it as plain JSON", "plain JSON");
  }
  try {
    return notedBody(body, trace);
  } catch (error) {
    if (error instanceof Refusal && of.parameters.length === 0) return {};
    throw error;
  }
}

/** The parsed body, noted for the ledger. */
function notedBody(body: Buffer, trace: Trace): Parameters {
  try {
    const parsed = parseBody(body);
    trace.request = body.length > keptBytes ? withoutLongValues(parsed) : parsed;
    return parsed;
  } catch (error) {
    if (error instanceof Refusal) trace.request = `[${error.message}]`;
    throw error;
  }
}

/** The longest value, in characters of JSON, of a body that is too large to be kept whole. */
const longestValue = 1024;
const mostValues = 100;

/** A large body as the ledger keeps it: its keys, and the values that are not long. */
function withoutLongValues(body: Parameters): Parameters {
  const kept = (value: unknown) => {
    if (isTooDeep(value)) return "[nested deeper, not kept]"; // No function that calls itself gets to the end of it.
    const { length } = JSON.stringify(value);
    return length <= longestValue ? value : `[${length} characters, not kept]`;
  };
  const entries = Object.entries(body).slice(0, mostValues);
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(0, longestValue), kept(value)]));
}

/** Notes the body of a request that was refused before its body mattered: a token may be in it that belongs elsewhere. */
function noteBody({ body, encoding }: LunaRequest, trace: Trace): void {
  if (trace.request !== undefined || body === tooLarge || body.length === 0 || encoding !== undefined) return;
  try {
    notedBody(body, trace);
  } catch (error) {
    // The refusal that came first counts.
    if (!(error instanceof Refusal)) throw error;
  }
}

/** The longest value of a header of ours, in characters. */
const longestHeader = 512;

/** The rules that had a say with how sure each is, such as `stamp.counter inferred, stamp.reward inferred`. */
const rulesHeader = (ids: readonly RuleId[]): string =>
  [...new Set(ids)]
    .map((id) => `${id} ${rules[id].level}`)
    .join(", ")
    .slice(0, longestHeader);

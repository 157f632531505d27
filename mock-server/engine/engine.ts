import { type OperationFacts, type OperationId, operationFacts } from "../../openapi/document.js";
import type { AnswerValidators } from "../../openapi/validators.js";
import { nowOf } from "../domain/clock.js";
import { type Reading, UnknownReading } from "../domain/reading.js";
import { LunaError, Refusal } from "../domain/refusal.js";
import type { RuleId } from "../domain/rules.js";
import type { Context } from "../operations/context.js";
import { operations } from "../operations/index.js";
import { nearest, type Parameters, validateRequest } from "../operations/validation.js";
import { type Change, type Committed, NoSandbox, type Store, type TokenOwner } from "../store/port.js";
import { maxBodyBytes, parseBody, tooLarge } from "./body.js";
import { intake } from "./intake.js";
import type { Ledger } from "./ledger.js";
import { canonicalRefusal, type Presented, presentAnswer, presentRefusal } from "./presentation.js";
import { readingOf } from "./reading-header.js";
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
  /** Begins the addresses in answers, in place of where the request came to. */
  readonly publicUrl?: string | undefined;
  /** Hears of bugs. */
  readonly log: (message: string) => void;
}

/** What handling a request has found out so far; becomes its ledger record. */
interface Trace {
  readonly requestId: string;
  readonly at: number;
  readonly started: number;
  readonly token: string | undefined;
  facts: OperationFacts | undefined;
  owner: TokenOwner | undefined;
  reading: Reading;
  request: unknown;
  readonly rules: RuleId[];
  changes: readonly Change[];
  why: string | undefined;
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
      token: request.token,
      facts: facts.get(request.name),
      owner: undefined,
      reading: this.#options.reading,
      request: undefined,
      rules: [],
      changes: [],
      why: undefined,
    };
    try {
      return await this.#answer(request, trace);
    } catch (error) {
      return this.#refused(error, trace);
    }
  }

  async #answer(request: LunaRequest, trace: Trace): Promise<LunaResponse> {
    if (trace.facts === undefined) return this.#noSuchMethod(request.name, trace);
    if (request.method !== "POST")
      return this.#plain(405, `${trace.facts.id} is called with POST`, trace, { allow: "POST, OPTIONS" });
    trace.reading = readingOf(trace.reading, request.reading);
    const owner = await this.#ownerOf(request.token);
    trace.owner = owner;
    trace.reading = readingOf((await this.#options.store.reading(owner.sandboxId)) ?? trace.reading, request.reading);
    if (request.body === tooLarge)
      return this.#plain(413, `the body is larger than ${maxBodyBytes} bytes`, trace, { connection: "close" });
    if (request.encoding !== undefined && request.encoding !== "identity") {
      return this.#plain(415, "the body is compressed: send it as plain JSON", trace);
    }
    const parameters = this.#parametersOf(trace.facts, request.body, trace);
    const { value, changes } = await this.#transact(trace.facts.id, owner, request, parameters, trace);
    trace.changes = changes;
    return this.#send(presentAnswer(trace.facts.id, value, trace.reading), trace);
  }

  async #ownerOf(token: string | undefined): Promise<TokenOwner> {
    if (token === undefined) throw new LunaError(1, "request.token", "the x-access-token header is missing");
    const owner = await this.#options.store.findToken(token);
    if (owner === undefined) throw new LunaError(1, "request.token", "no company has the token of x-access-token");
    return owner;
  }

  #parametersOf(of: OperationFacts, body: Buffer, trace: Trace): Parameters {
    if (of.parameters.length === 0) {
      trace.request = ignoredBody(body);
      return {};
    }
    const parsed = parseBody(body);
    trace.request = body.length > keptBytes ? `[${body.length} bytes, not kept]` : parsed;
    const parameters = intake(of, parsed, trace.reading);
    validateRequest(of.id, parameters);
    return parameters;
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
      trace.rules.length = 0;
      const context: Context = {
        tx,
        company,
        now: nowOf(await tx.clock(), trace.at),
        reading: trace.reading,
        urls,
        uses: (...rules) => trace.rules.push(...rules),
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

  #refused(error: unknown, trace: Trace): LunaResponse {
    const { facts: of } = trace;
    if (error instanceof UnknownReading) return this.#plain(400, `x-luna-reading: ${error.message}`, trace);
    const refusal =
      error instanceof NoSandbox ? new LunaError(1, "request.token", "the sandbox of this token was deleted") : error;
    try {
      if (!(refusal instanceof Refusal) || of === undefined) throw refusal;
      trace.rules.push(refusal.rule);
      trace.why = refusal.message;
      this.#checked(of.id, canonicalRefusal(refusal));
      return this.#send(presentRefusal(refusal, trace.reading), trace);
    } catch (bug) {
      const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      this.#options.log(`request ${trace.requestId} (${of?.id ?? "no method"}) failed: ${text}`);
      return this.#plain(500, `luna-sandbox itself failed; its log says more about request ${trace.requestId}`, trace);
    }
  }

  #noSuchMethod(name: string, trace: Trace): LunaResponse {
    const near = nearest(name, names);
    const hint = near === undefined ? `the methods are ${names.join(", ")}` : `did you mean ${near}?`;
    return this.#plain(404, `there is no such method: ${hint}`, trace);
  }

  /** An answer of ours that the vendor's API has no form for. */
  #plain(status: number, message: string, trace: Trace, headers: Record<string, string> = {}): LunaResponse {
    trace.why = message;
    const answer = { message };
    this.#record(status, answer, trace);
    return {
      status,
      headers: withDiagnostics({ ...headers }, "application/json", trace),
      body: JSON.stringify(answer),
    };
  }

  #send({ status, contentType, answer }: Presented, trace: Trace): LunaResponse {
    const body = JSON.stringify(answer);
    this.#record(status, body.length > keptBytes ? `[${body.length} characters, not kept]` : answer, trace);
    return { status, headers: withDiagnostics({}, contentType, trace), body };
  }

  #record(status: number, answer: unknown, trace: Trace): void {
    this.#options.ledger.add({
      requestId: trace.requestId,
      at: trace.at,
      sandboxId: trace.owner?.sandboxId,
      companyId: trace.owner?.company.id,
      operation: trace.facts?.id,
      request: trace.request,
      token: trace.token,
      status,
      answer,
      rules: trace.rules,
      why: trace.why,
      changes: trace.changes,
      durationMs: performance.now() - trace.started,
    });
  }
}

/** For the ledger, the body of a method without parameters, whatever it is; undefined if there is none. */
function ignoredBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (body.length > keptBytes) return `[${body.length} bytes, not kept]`;
  try {
    return parseBody(body);
  } catch (error) {
    if (error instanceof Refusal) return `[${error.message}]`;
    throw error;
  }
}

function withDiagnostics(headers: Record<string, string>, contentType: string, { requestId, why }: Trace) {
  headers["content-type"] = contentType;
  headers["x-luna-request-id"] = requestId;
  if (why !== undefined) headers["x-luna-why"] = why.slice(0, 512);
  return headers;
}

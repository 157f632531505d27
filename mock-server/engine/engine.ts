import { type MethodName, methodFacts } from "../../openapi/document.js";
import type { AnswerValidators } from "../../openapi/validators.js";
import type { Context } from "../methods/context.js";
import { methods } from "../methods/registry.js";
import { type Parameters, validateRequest } from "../methods/validate.js";
import { nowOf } from "../model/clock.js";
import { observed, type Profile } from "../model/profile.js";
import { invalidToken, isRefusal, revokedToken, type SandboxRefusal } from "../refusals.js";
import type { RequestLog } from "../requests/request-log.js";
import { rowsIn } from "../requests/rows.js";
import { maxShownBytes } from "../requests/text-arena.js";
import { changedBy, newTrace, type Trace } from "../requests/trace.js";
import type { RuleId } from "../rules.js";
import {
  type Committed,
  type DamagedSandbox,
  type Store,
  StoreFullError,
  StoreUnavailableError,
  type TokenOwner,
  UnknownSandboxError,
} from "../store/port.js";
import { parametersOf, type ReadBody, readBody } from "./body.js";
import { headerText, rulesHeader } from "./headers.js";
import { factsOf, methodOf } from "./method.js";
import { nameMisspelt } from "./misspelt.js";
import { intake } from "./parse.js";
import { canonicalRefusal, type Presented, presentAnswer, presentRefusal } from "./present.js";
import { profileOf } from "./profile-header.js";
import type { LunaRequest, LunaResponse } from "./request.js";
import { urlsOf } from "./urls.js";

export interface EngineOptions {
  readonly store: Store;
  readonly requestLog: RequestLog;
  /** Strict mode: every answer is held against the document before it is sent. */
  readonly strict?: AnswerValidators | undefined;
  /** Real time in milliseconds since 1970. */
  readonly realNow: () => number;
  /** The sandbox whose profile requests get that no company's token opens a sandbox for. */
  readonly unauthenticatedSandbox: string;
  /** Every answer says which rules had a say, as if its request had asked for it. */
  readonly explain?: boolean | undefined;
  /** Begins the addresses in answers, in place of where the request came to. */
  readonly publicUrl?: string | undefined;
  /** Hears of bugs. */
  readonly log: (message: string) => void;
}

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
    return `${this.#boot}-${this.#requests}`;
  }

  /**
   * Whether a company of a usable sandbox has a token. Without, the answer to a request is the same whatever its body
   * is.
   */
  async hasToken(token: string | undefined): Promise<boolean> {
    try {
      return token !== undefined && (await this.#options.store.findToken(token)) !== undefined;
    } catch (error) {
      if (error instanceof StoreUnavailableError) return false;
      throw error;
    }
  }

  /** Answers one request. It never throws: what is no refusal is a bug, and answered 500 with a message. */
  async handle(request: LunaRequest): Promise<LunaResponse> {
    const read = readBody(request.body, request.encoding);
    const explains = this.#options.explain === true || request.explain === "1";
    const trace = newTrace(request, {
      requestId: this.requestId(),
      at: this.#options.realNow(),
      facts: factsOf(request.name),
      consulted: explains ? new Set() : undefined,
    });
    try {
      return this.#send(await this.#answer(request, read, trace), read, trace);
    } catch (error) {
      return this.#send(this.#refusal(error, read, trace), read, trace);
    }
  }

  async #answer(request: LunaRequest, read: ReadBody, trace: Trace): Promise<Answered> {
    const { store, unauthenticatedSandbox } = this.#options;
    const opened = request.token === undefined ? undefined : await store.findToken(request.token);
    trace.owner = opened?.owner;
    trace.profile = opened?.profile ?? (await store.profile(unauthenticatedSandbox)) ?? trace.profile;
    const of = methodOf(request);
    trace.profile = profileOf(trace.profile, request.profile);
    const owner = ownerOf(trace, opened === undefined ? await store.damaged() : nothing);
    const parameters = intake(of, parametersOf(of, read), lookedUp(trace), (name) => {
      trace.switches = [...trace.switches, name];
    });
    trace.reads = validateRequest(of.id, parameters);
    const { value, changes } = await this.#transact(of.id, owner, request, parameters, trace);
    if (changes.length > 0) trace.changes = changedBy(changes);
    const presented = presentAnswer(of.id, value, lookedUp(trace));
    trace.refused = presented.refused;
    // What was looked at explains refusals; kept for all, it would be a good part of the work of a request.
    if (presented.refused === undefined) trace.seen = nothing;
    return presented;
  }

  #transact(
    id: MethodName,
    { sandboxId, company }: TokenOwner,
    { origin }: LunaRequest,
    parameters: Parameters,
    trace: Trace,
  ): Promise<Committed<object>> {
    const { store, publicUrl } = this.#options;
    const run = methods[id] as (context: Context, parameters: Parameters) => Promise<object>;
    const urls = urlsOf(publicUrl ?? origin, sandboxId);
    return store.transaction(sandboxId, async (tx) => {
      // The store may run it again.
      trace.rules.length = 0;
      trace.seen.length = 0;
      const { company: found, clock } = await tx.companyAndClock(company.id);
      // Between the look at the token and this turn all records may have been replaced.
      if (found?.token !== company.token) throw revokedToken();
      const context: Context = {
        tx,
        company,
        now: nowOf(clock, trace.at),
        profile: lookedUp(trace),
        urls,
        uses: (...rules) => trace.rules.push(...rules),
        reads: (parameters) => {
          trace.reads = parameters;
        },
        saw: (records) => trace.seen.push(records),
      };
      return this.#checked(id, await run(context, parameters), trace.rules);
    });
  }

  /** In strict mode, throws for an answer or a rule that the document does not describe, before its changes are kept. */
  #checked(id: MethodName, answer: object, rules: readonly RuleId[]): object {
    const validate = this.#options.strict?.[id]["error" in answer ? "refusal" : "success"];
    if (validate === undefined) return answer;
    const unlisted = rules.find((rule) => !rule.startsWith("request.") && !methodFacts[id].rules.includes(rule));
    if (unlisted !== undefined) throw new Error(`the document does not list the rule ${unlisted} for ${id}`);
    if (validate(answer)) return answer;
    const found = validate.errors?.at(-1);
    throw new Error(`the answer of ${id} does not fit the document: ${found?.instancePath || "/"} ${found?.keyword}`);
  }

  #refusal(error: unknown, read: ReadBody, trace: Trace): Answered {
    const { facts: of, requestId } = trace;
    const refusal = error instanceof UnknownSandboxError ? revokedToken() : error;
    // The next sandbox of this name has nothing to do with it.
    if (error instanceof UnknownSandboxError) trace.owner = undefined;
    try {
      if (refusal instanceof StoreFullError) return ownAnswer(507, refusal.message);
      if (refusal instanceof StoreUnavailableError) return ownAnswer(refusal.status, refusal.message);
      if (!isRefusal(refusal)) throw refusal;
      if (refusal.kind === "sandbox") return fromSandboxRefusal(refusal, trace);
      if (of === undefined) throw new Error(`a refusal without a method: ${refusal.reason}`);
      const named = read.refusal === undefined ? nameMisspelt(refusal, of, read.parameters) : refusal;
      trace.refused = named;
      this.#checked(of.id, canonicalRefusal(refusal), [refusal.rule]);
      return presentRefusal(of.id, refusal, lookedUp(trace));
    } catch (bug) {
      const text = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
      this.#options.log(`request ${requestId} (${of?.id ?? "no method"}) failed: ${text}`);
      trace.refused = undefined;
      return ownAnswer(500, `luna-sandbox itself failed; its log says more about request ${requestId}`);
    }
  }

  #send(answered: Answered, { shown }: ReadBody, trace: Trace): LunaResponse {
    const { status, contentType, answer, headers } = answered;
    const body = JSON.stringify(answer);
    const { refused, rules: used, consulted } = trace;
    if (refused !== undefined) used.push(refused.rule);
    const kept = body.length <= maxShownBytes ? { json: body } : { note: `${body.length} characters, not kept` };
    const durationMs = performance.now() - trace.started;
    this.#options.requestLog.add(trace, shown, kept, { status, rows: rowsIn(answer), durationMs });
    const sent: Record<string, string> = headers === undefined ? {} : { ...headers };
    sent["content-type"] = contentType;
    sent["x-luna-request-id"] = trace.requestId;
    if (refused !== undefined) sent["x-luna-why"] = headerText(refused.reason);
    if (consulted !== undefined) {
      sent["x-luna-rules"] = rulesHeader(used);
      sent["x-luna-switches"] = [...consulted].join(", ");
    }
    return { status, headers: sent, body };
  }
}

const nothing: never[] = [];

/** The profile of a request as rules and presentation look it up. */
const lookedUp = ({ profile, consulted }: Trace): Profile =>
  consulted === undefined ? profile : observed(profile, consulted);

/** An answer that is ready to be sent, with headers of its own where it has some. */
type Answered = Presented & { readonly headers?: Readonly<Record<string, string>> };

const ownAnswer = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Answered => ({
  status,
  contentType: "application/json",
  answer: { message },
  headers,
});

function fromSandboxRefusal(refusal: SandboxRefusal, trace: Trace): Answered {
  trace.refused = refusal;
  return ownAnswer(refusal.status, refusal.reason, refusal.headers);
}

function ownerOf({ owner, token }: Trace, damaged: readonly DamagedSandbox[]): TokenOwner {
  if (!token) throw invalidToken(`the x-access-token header is ${token === undefined ? "missing" : "empty"}`);
  if (owner !== undefined) return owner;
  const ids = damaged.map(({ id }) => id).join(", ");
  const hint = ids === "" ? "" : `, unless it is one of a damaged sandbox: ${ids}`;
  throw invalidToken(`no company has the token of x-access-token${hint}`);
}

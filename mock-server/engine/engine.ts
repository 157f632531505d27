import type { AnswerValidators } from "../../openapi/validators.js";
import { loggedBody, spoilResponse } from "../faults/effects.js";
import { replacesMethod } from "../faults/fault.js";
import type { FaultRegistry } from "../faults/fault-registry.js";
import { fireFault } from "../faults/fire-fault.js";
import { Context, Urls } from "../methods/context.js";
import { methods } from "../methods/registry.js";
import type { MethodParameters } from "../methods/validate.js";
import { defaultProfile } from "../model/profile.js";
import {
  type AnyRefusal,
  type ErrorCode,
  errorOfFault,
  type MethodRefusal,
  Refusal,
  revokedToken,
} from "../refusals.js";
import type { Exchange, FiredFault, Notes, Outcome, VendorRequest, VendorResponse } from "../requests/exchange.js";
import type { RequestLog } from "../requests/request-log.js";
import { type RuleId, rules } from "../rules.js";
import {
  type Change,
  type Committed,
  type Store,
  StoreUnavailableError,
  type Transaction,
  UnknownSandboxError,
} from "../store/port.js";
import {
  canonicalRefusal,
  type Presented,
  presentAnswer,
  presentFailure,
  presentRefusal,
  withheld,
} from "./present.js";
import {
  type Authenticated,
  type AuthenticatedCaller,
  authenticate,
  findMethod,
  type Input,
  parse,
  readBody,
  refuseUnauthenticated,
  type Sender,
  strangerOf,
} from "./request.js";
import { assertDocumented } from "./strict.js";

export interface EngineOptions {
  readonly store: Store;
  readonly requestLog: RequestLog;
  readonly faults: FaultRegistry;
  /** Strict mode: validates answers against the document before their changes are kept. */
  readonly strict?: AnswerValidators | undefined;
  /** Returns the real time in milliseconds since 1970. */
  readonly realNow: () => number;
  /** Unauthenticated requests use this sandbox's profile. */
  readonly unauthenticatedSandbox: string;
  /** Lists the applied rules in every response. Otherwise a request has to ask for them. */
  readonly explain?: boolean | undefined;
  /** Start of the addresses in responses. The default is the origin of the request. */
  readonly publicUrl?: string | undefined;
  /** Called with internal errors. */
  readonly log: (message: string) => void;
}

type RunMethod = (context: Context, parameters: MethodParameters) => Promise<object | MethodRefusal>;

/** Result of a method. */
interface RunResult {
  readonly result: object | MethodRefusal;
  readonly notes: Partial<Notes>;
}

/** Handles requests to the vendor's API. */
export class Engine {
  readonly #options: EngineOptions;
  readonly #idPrefix = Date.now().toString(36);
  #requests = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  /** Handles one request. Never rejects: an unexpected error becomes a logged 500. */
  async handle(request: VendorRequest): Promise<VendorResponse> {
    const exchange = this.#begin(request);
    let sender: Sender | undefined;
    try {
      const holder = request.token === undefined ? undefined : await this.#options.store.findToken(request.token);
      const caller =
        holder === undefined ? await refuseUnauthenticated(exchange, this.#options) : authenticate(exchange, holder);
      sender = caller;
      const outcome = this.#mayHaveFault(exchange, caller)
        ? await this.#answerWithFault(exchange, caller)
        : await this.#answer(exchange, caller);
      return this.#respond(exchange, outcome);
    } catch (error) {
      return this.#respond(exchange, this.#fail(exchange, sender ?? strangerOf(exchange), error));
    }
  }

  #begin(request: VendorRequest): Exchange {
    return {
      request,
      requestId: this.nextRequestId(),
      at: this.#options.realNow(),
      startedAt: performance.now(),
      isExplained: this.#options.explain === true || request.explain === "1",
      method: findMethod(request.name),
      body: readBody(request.body, request.encoding),
    };
  }

  #mayHaveFault({ request }: Exchange, caller: AuthenticatedCaller): caller is Authenticated {
    if (caller.refusal !== undefined) return false;
    return request.fault !== undefined || this.#options.faults.sandboxes.has(caller.owner.sandboxId);
  }

  async #answerWithFault(exchange: Exchange, caller: Authenticated): Promise<Outcome> {
    const fault = await fireFault(exchange, caller, this.#options.faults);
    if (fault === undefined) return this.#answer(exchange, caller);
    if (fault instanceof Refusal) return this.#refuse(exchange, caller, fault);
    const { effect } = fault;
    if (replacesMethod(effect)) return { ...conclude(caller, presentFault(exchange, caller, fault)), fault };
    const secondsAgo = effect.kind === "stale" ? effect.seconds : undefined;
    const outcome = await this.#answer(exchange, caller, secondsAgo).catch((error) =>
      this.#fail(exchange, caller, error),
    );
    return { ...outcome, fault };
  }

  /** With `secondsAgo` the method reads an earlier state. */
  async #answer(exchange: Exchange, caller: AuthenticatedCaller, secondsAgo?: number): Promise<Outcome> {
    if (caller.refusal !== undefined) return this.#refuse(exchange, caller, caller.refusal);
    const input = parse(caller.method, exchange.body, caller.observed);
    if (input.refusal !== undefined) return this.#refuse(exchange, caller, input.refusal, input);
    const { value, changes, version } = await this.#run(exchange, caller, input, secondsAgo);
    const served = { ...caller, version };
    if (value.result instanceof Refusal) return this.#refuse(exchange, served, value.result, value.notes);
    return conclude(served, presentSuccess(served, value.result), value.notes, changes);
  }

  /** Runs the method in a transaction, which keeps nothing if the result is a refusal. */
  #run(
    { request, at }: Exchange,
    { owner, version, method, observed }: Authenticated,
    input: Input,
    secondsAgo: number | undefined,
  ): Promise<Omit<Committed<RunResult>, "version"> & Pick<Sender, "version">> {
    const { store, publicUrl, strict } = this.#options;
    const { sandboxId, company } = owner;
    const run = methods[method.id] as RunMethod;
    const work = async (tx: Transaction): Promise<RunResult> => {
      const { company: current, clock } = await tx.companyAndClock(company.id);
      // All records may have been replaced since the token was looked up.
      if (current?.token !== company.token) return { result: revokedToken(), notes: input };
      const urls = new Urls(() => publicUrl ?? request.origin(), sandboxId);
      const { reads, switches } = input;
      const context = new Context({ tx, company, clock, at, profile: observed, urls, reads, switches });
      const result = await run(context, input.parameters);
      if (strict !== undefined && !(result instanceof Refusal)) assertDocumented(strict, method, result, context.rules);
      return { result, notes: context };
    };
    if (secondsAgo !== undefined)
      return store
        .transactionAt(sandboxId, at - secondsAgo * 1000, work)
        .then((value) => ({ value, changes: [], version }));
    return store.transaction(sandboxId, work, ({ result }) => result instanceof Refusal);
  }

  #refuse(exchange: Exchange, caller: AuthenticatedCaller, refusal: AnyRefusal, notes?: Partial<Notes>): Outcome {
    const { method } = exchange;
    const { strict } = this.#options;
    if (strict !== undefined && method !== undefined && refusal.kind !== "sandbox")
      assertDocumented(strict, method, canonicalRefusal(refusal), [refusal.rule]);
    return conclude(caller, presentRefusal(exchange, refusal, caller.observed), notes);
  }

  #fail(exchange: Exchange, sender: Sender, error: unknown): Outcome {
    if (!(error instanceof UnknownSandboxError))
      return conclude(sender, presentFailure(exchange, error, this.#options.log));
    // The request does not belong to a later sandbox of the same name.
    return conclude({ ...sender, owner: undefined }, presentRefusal(exchange, revokedToken(), sender.observed));
  }

  #respond(exchange: Exchange, outcome: Outcome): VendorResponse {
    const { requestLog } = this.#options;
    const { fault } = outcome;
    const response = toResponse(exchange, outcome);
    if (fault === undefined) {
      requestLog.add(exchange, outcome, response.body);
      return response;
    }
    const spoiled = spoilResponse(response, fault);
    requestLog.add(exchange, { ...outcome, status: spoiled.status }, loggedBody(spoiled, fault));
    return spoiled;
  }

  /** Returns an id that is unique in this process. */
  nextRequestId(): string {
    this.#requests += 1;
    return `${this.#idPrefix}-${this.#requests}`;
  }

  /** Returns whether a token is valid. The response to a request without a valid token does not depend on its body. */
  async hasToken(token: string | undefined): Promise<boolean> {
    try {
      return token !== undefined && (await this.#options.store.findToken(token)) !== undefined;
    } catch (error) {
      if (error instanceof StoreUnavailableError) return false;
      throw error;
    }
  }
}

/** Presents the answer of a method. A canonical answer is in the default profile already. */
const presentSuccess = ({ method, observed }: Authenticated, answer: object): Presented =>
  observed === defaultProfile
    ? { status: 200, contentType: "application/json", body: answer }
    : presentAnswer(method.id, answer, observed);

/** Presents a fault that takes the place of the method. Only an error has a response yet. */
function presentFault(exchange: Exchange, { observed }: Authenticated, { id, effect }: FiredFault): Presented {
  if (effect.kind !== "error") return withheld;
  return presentRefusal(exchange, errorOfFault(effect.code as ErrorCode, id, effect.userID), observed);
}

const none: readonly never[] = [];

/** Joins the sender, the response and the notes of a request. */
function conclude(
  { owner, version, profile, consulted }: Sender,
  { status, contentType, body, headers, refused }: Presented,
  { rules = none, seen = none, reads, switches = none }: Partial<Notes> = {},
  changes: readonly Change[] = none,
): Outcome {
  return {
    owner,
    version,
    profile,
    consulted,
    status,
    contentType,
    body,
    headers,
    refused,
    rules: refused === undefined || rules.includes(refused.rule) ? rules : [...rules, refused.rule],
    seen,
    reads,
    switches,
    changes,
  };
}

/** Maximum length of the value of a header, in characters. */
const maxHeaderLength = 512;

/** Serializes an outcome. */
function toResponse({ requestId }: Exchange, outcome: Outcome): VendorResponse {
  const { status, contentType, body, headers, refused, consulted } = outcome;
  const sent: Record<string, string> = headers === undefined ? {} : { ...headers };
  sent["content-type"] = contentType;
  sent["x-luna-request-id"] = requestId;
  if (refused !== undefined) sent["x-luna-why"] = refused.reason.slice(0, maxHeaderLength);
  if (consulted !== undefined) {
    sent["x-luna-rules"] = withEvidence(outcome.rules).slice(0, maxHeaderLength);
    sent["x-luna-switches"] = [...consulted].join(", ");
  }
  return { status, headers: sent, body: JSON.stringify(body) };
}

/** Lists rules with their evidence levels, such as `stamp.add documented, stamp.wrap inferred`. */
const withEvidence = (ids: readonly RuleId[]): string => ids.map((id) => `${id} ${rules[id].level}`).join(", ");

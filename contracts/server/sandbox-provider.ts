import type { ClientReport, Profile, RequestEntry, SandboxView, State } from "../../mock-server/index.js";
import { adminTokenAdvice } from "../../shared/admin-token-advice.js";
import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, type Json, parsedOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/read-limited.js";
import { contractNow } from "../states/usual.js";
import { sendTo } from "./forward.js";
import {
  type ContractSandbox,
  ControlRequestError,
  type Provider,
  type Reply,
  refusalOfProfile,
  type Sent,
} from "./provider.js";

export { ControlRequestError } from "./provider.js";

/** The control plane gave no answer, or one that no luna-sandbox gives; the message says which. */
export class NoControlPlaneError extends Error {
  override name = "NoControlPlaneError" as const;

  constructor(url: string, what: string) {
    super(`${url} ${what}`);
  }
}

export interface SandboxProviderOptions {
  /** Where the luna-sandbox is, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** What its control plane asks for, if it asks. */
  readonly adminToken?: string | undefined;
  /** Gives up what the control plane was asked. */
  readonly signal?: AbortSignal;
}

const limits = { maxBytes: 64 * mebibyte, timeoutMs: 30_000 };

/** The files of a sandbox may have as much, and so may its export. */
const stateLimits = { ...limits, maxBytes: 256 * mebibyte };

export interface RequestLog {
  readonly entries: readonly RequestEntry[];
  readonly dropped: ClientReport["dropped"];
}

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value) && value.every(isJson);

/** A luna-sandbox at an address. */
export class SandboxProvider implements Provider {
  readonly url: string;
  readonly #adminToken: string | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor({ url, adminToken, signal }: SandboxProviderOptions) {
    this.url = url.replace(/\/$/, "");
    this.#adminToken = adminToken;
    this.#signal = signal;
  }

  async sandbox(fixture: State, profile: Partial<Profile> | undefined): Promise<ContractSandbox> {
    const asked = { fixture, now: contractNow, seed: 1, ttlSeconds: 600, ...(profile && { profile }) };
    const { id, companies } = await this.#control("POST", "/sandboxes", asked);
    if (typeof id !== "string" || !isList(companies)) throw this.#odd();
    const token = companies.find((company) => company.id === "main")?.token;
    return {
      id,
      token: typeof token === "string" ? token : "",
      close: async () => {
        await this.#control("DELETE", `/sandboxes/${encodeURIComponent(id)}`);
      },
    };
  }

  refusesProfile(profile: Partial<Profile>): Promise<string | undefined> {
    return refusalOfProfile(this, profile);
  }

  send(request: Sent): Promise<Reply> {
    return sendTo(this.url, request);
  }

  /** The requests that a sandbox has in its request log, oldest first, and what the request log has dropped. */
  async requestLog(sandbox: string): Promise<RequestLog> {
    const answer = await this.#control("GET", `/sandboxes/${encodeURIComponent(sandbox)}/requests?limit=20000`);
    const { dropped } = answer;
    if (!isJson(dropped) || typeof dropped.requests !== "number" || typeof dropped.bodies !== "number")
      throw this.#odd();
    const { requests, bodies } = dropped;
    return { entries: this.#list<RequestEntry>(answer.requests).toReversed(), dropped: { requests, bodies } };
  }

  /** All records of a sandbox. */
  async state(sandbox: string): Promise<State> {
    const state = await this.#control("GET", `/sandboxes/${encodeURIComponent(sandbox)}/state`, undefined, stateLimits);
    if (![state.templates, state.clients, state.cards].every((of) => of === undefined || isList(of))) throw this.#odd();
    return state as unknown as State;
  }

  async has(sandbox: string): Promise<boolean> {
    try {
      await this.#control("GET", `/sandboxes/${encodeURIComponent(sandbox)}/clock`);
      return true;
    } catch (error) {
      if (error instanceof ControlRequestError && error.status === 404) return false;
      throw error;
    }
  }

  /** The sandboxes of the server with their companies. */
  async sandboxes(): Promise<readonly SandboxView[]> {
    const answer = await this.#control("GET", "/sandboxes");
    return this.#list<SandboxView>(answer.sandboxes);
  }

  /** Adds advice to a refusal that an option of the command can prevent. */
  #advised(status: number, refusal: string): string {
    return status === 401 ? `${refusal}: ${adminTokenAdvice(this.#adminToken !== undefined)}` : refusal;
  }

  #odd(): NoControlPlaneError {
    return new NoControlPlaneError(this.url, "does not answer as a luna-sandbox");
  }

  #list<Item>(value: unknown): readonly Item[] {
    if (!isList(value)) throw this.#odd();
    return value as readonly Item[];
  }

  /** Returns what the control plane answers; an empty object where it answers nothing. */
  async #control(method: string, path: string, body?: unknown, limit = limits): Promise<Json> {
    const headers = {
      // An idle connection may be closed by the server in the very moment in which it is used.
      connection: "close",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(this.#adminToken === undefined ? {} : { "x-luna-admin-token": this.#adminToken }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const init = { method, headers, ...sent, signal: this.#signal ?? null };
    const { ok, status, text } = await fetchText(`${this.url}/_luna${path}`, init, limit).catch((error) => {
      throw error instanceof FetchError ? new NoControlPlaneError(this.url, error.message) : error;
    });
    const answer = parsedOr(text || "{}", undefined);
    if (!ok && isJson(answer) && typeof answer.error === "string")
      throw new ControlRequestError(status, this.#advised(status, answer.error));
    if (!ok || !isJson(answer)) throw this.#odd();
    return answer;
  }
}

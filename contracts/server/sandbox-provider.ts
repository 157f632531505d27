import type { ClientReport, Profile, RequestEntry, SandboxView, State } from "../../mock-server/index.js";
import { adminTokenAdvice } from "../../shared/admin-token-advice.js";
import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";
import { contractNow } from "../states/defaults.js";

/** Thrown when the control plane refuses a request; the message comes from the server. */
export class ControlRequestError extends Error {
  override name = "ControlRequestError" as const;

  constructor(
    /** 400 for an invalid request, 401 for a missing or wrong admin token, 403 for a foreign Host or Origin. */
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Thrown when the control plane does not respond, or not as a luna-sandbox does. */
export class NoControlPlaneError extends Error {
  override name = "NoControlPlaneError" as const;
}

export interface SandboxProviderOptions {
  /** Address of the luna-sandbox, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  readonly adminToken?: string | undefined;
  /** Aborts requests to the control plane. */
  readonly signal?: AbortSignal;
}

/** A sandbox that was created for one interaction. */
export interface ContractSandbox {
  readonly id: string;
  /** Token of the main company. */
  readonly token: string;
  close(): Promise<void>;
}

const limits = { maxBytes: 64 * mebibyte, timeoutMs: 30_000 };

/** As large as the files of a sandbox may be. */
const stateLimits = { ...limits, maxBytes: 256 * mebibyte };

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value) && value.every(isJson);

const sandboxPath = (id: string, path = "") => `/sandboxes/${encodeURIComponent(id)}${path}`;

/** A running luna-sandbox. Methods throw ControlRequestError and NoControlPlaneError. */
export class SandboxProvider {
  readonly url: string;
  readonly #options: SandboxProviderOptions;

  constructor(options: SandboxProviderOptions) {
    this.url = options.url.replace(/\/$/, "");
    this.#options = options;
  }

  /** Creates a sandbox from a state. */
  async sandbox(fixture: State, profile: Partial<Profile> | undefined): Promise<ContractSandbox> {
    const request = { fixture, now: contractNow, seed: 1, ttlSeconds: 600, ...(profile && { profile }) };
    const { id, companies } = await this.#control("POST", "/sandboxes", { body: request });
    if (typeof id !== "string" || !isList(companies)) throw this.#unexpectedResponse();
    const token = companies.find((company) => company.id === "main")?.token;
    return {
      id,
      token: typeof token === "string" ? token : "",
      close: async () => {
        await this.#control("DELETE", sandboxPath(id));
      },
    };
  }

  /** Creates a sandbox in a profile and returns why the server refuses it; undefined if it accepts. */
  async refusesProfile(profile: Partial<Profile>): Promise<string | undefined> {
    try {
      const sandbox = await this.sandbox({ formatVersion: 1 }, profile);
      await sandbox.close();
      return undefined;
    } catch (error) {
      if (error instanceof ControlRequestError && error.status === 400) return error.message;
      throw error;
    }
  }

  /** Returns the logged requests of a sandbox, oldest first, and how many the log has dropped. */
  async loggedRequests(
    sandbox: string,
  ): Promise<{ readonly entries: readonly RequestEntry[]; readonly dropped: ClientReport["dropped"] }> {
    const { requests, dropped } = await this.#control("GET", sandboxPath(sandbox, "/requests?limit=20000"));
    if (!isJson(dropped) || typeof dropped.requests !== "number" || typeof dropped.bodies !== "number")
      throw this.#unexpectedResponse();
    return {
      entries: this.#list<RequestEntry>(requests).toReversed(),
      dropped: { requests: dropped.requests, bodies: dropped.bodies },
    };
  }

  /** Returns all records of a sandbox; undefined if it does not exist. */
  async state(sandbox: string): Promise<State | undefined> {
    const path = sandboxPath(sandbox, "/state");
    const state = await this.#control("GET", path, { limit: stateLimits }).catch((error: unknown) => {
      if (error instanceof ControlRequestError && error.status === 404) return undefined;
      throw error;
    });
    if (state === undefined) return undefined;
    if (![state.templates, state.clients, state.cards].every((rows) => rows === undefined || isList(rows)))
      throw this.#unexpectedResponse();
    return state as unknown as State;
  }

  async sandboxes(): Promise<readonly SandboxView[]> {
    return this.#list<SandboxView>((await this.#control("GET", "/sandboxes")).sandboxes);
  }

  #unexpectedResponse(): NoControlPlaneError {
    return new NoControlPlaneError(`${this.url} does not respond as a luna-sandbox`);
  }

  #list<Item>(value: unknown): readonly Item[] {
    if (!isList(value)) throw this.#unexpectedResponse();
    return value as readonly Item[];
  }

  /** Returns the response of the control plane; `{}` if its body is empty. */
  async #control(
    method: string,
    path: string,
    { body, limit = limits }: { body?: object; limit?: typeof limits } = {},
  ) {
    const { adminToken, signal = null } = this.#options;
    const headers = {
      // Without keep-alive: the server may close an idle connection just as it is reused.
      connection: "close",
      ...(body && { "content-type": "application/json" }),
      ...(adminToken !== undefined && { "x-luna-admin-token": adminToken }),
    };
    const init = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
    const { ok, status, text } = await fetchText(`${this.url}/_luna${path}`, init, limit).catch((error) => {
      throw error instanceof FetchError ? new NoControlPlaneError(`${this.url} ${error.message}`) : error;
    });
    const response = parseJsonOr(text || "{}", undefined);
    if (!ok && isJson(response) && typeof response.error === "string") {
      const advice = status === 401 ? `: ${adminTokenAdvice(adminToken !== undefined)}` : "";
      throw new ControlRequestError(status, response.error + advice);
    }
    if (!ok || !isJson(response)) throw this.#unexpectedResponse();
    return response;
  }
}

/** Returns the kind of server at an address. */
export async function serverKind(url: string): Promise<"sandbox" | "other" | "none"> {
  try {
    const healthUrl = `${url.replace(/\/$/, "")}/_luna/health`;
    const { text } = await fetchText(healthUrl, {}, { maxBytes: 64 * 1024, timeoutMs: 5000 });
    const health = parseJsonOr(text, undefined);
    return isJson(health) && "status" in health && "sandboxes" in health ? "sandbox" : "other";
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return error.failure === "too large" ? "other" : "none";
  }
}

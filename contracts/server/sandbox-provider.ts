import type { ClientReport, LunaServer, Profile, RequestEntry, SandboxView, State } from "../../mock-server/index.js";
import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, type Json, parseJsonOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";
import { contractNow } from "../states/defaults.js";
import { type ControlPlane, ControlRequestError, requestControl, unexpectedResponse } from "./control-client.js";
import { type ForwardedRequest, type ForwardedResponse, forward } from "./forward.js";

/** A sandbox that was created for one interaction. */
export interface ContractSandbox {
  readonly id: string;
  /** Token of the main company. */
  readonly token: string;
  close(): Promise<void>;
}

/** Limits of an exported state, which is as large as the files of a sandbox may be. */
const stateLimits = { maxBytes: 256 * mebibyte, timeoutMs: 30_000 };

const isList = (value: unknown): value is readonly Json[] => Array.isArray(value) && value.every(isJson);

const sandboxPath = (id: string, path = "") => `/sandboxes/${encodeURIComponent(id)}${path}`;

/** A running luna-sandbox. Methods throw ControlRequestError and NoControlPlaneError. */
export class SandboxProvider {
  readonly url: string;
  readonly #plane: ControlPlane;
  readonly #server: LunaServer | undefined;

  /** `server` is the server at the URL, if it runs in this process. Requests to the vendor's API then need no socket. */
  constructor(plane: ControlPlane, server?: LunaServer) {
    this.url = plane.url.replace(/\/$/, "");
    this.#plane = { ...plane, url: this.url };
    this.#server = server;
  }

  /** Creates a sandbox from a state. */
  async sandbox(fixture: State, profile: Partial<Profile> | undefined): Promise<ContractSandbox> {
    const request = { fixture, now: contractNow, seed: 1, ttlSeconds: 600, ...(profile && { profile }) };
    const { id, companies } = await requestControl(this.#plane, "POST", "/sandboxes", { body: request });
    if (typeof id !== "string" || !isList(companies)) throw unexpectedResponse(this.#plane);
    const token = companies.find((company) => company.id === "main")?.token;
    return {
      id,
      token: typeof token === "string" ? token : "",
      close: async () => {
        await requestControl(this.#plane, "DELETE", sandboxPath(id));
      },
    };
  }

  /** Sends a request to the vendor's API. */
  async send(request: ForwardedRequest): Promise<ForwardedResponse> {
    const { method, path, headers, body } = request;
    // In process, the server responds to POST only.
    if (this.#server === undefined || method !== "POST") return forward(this.url, request);
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const response = await this.#server.fetch(path, { method, headers: sent, body });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
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
    const { requests, dropped } = await requestControl(
      this.#plane,
      "GET",
      sandboxPath(sandbox, "/requests?limit=20000"),
    );
    if (!isJson(dropped) || typeof dropped.requests !== "number" || typeof dropped.bodies !== "number")
      throw unexpectedResponse(this.#plane);
    return {
      entries: this.#list<RequestEntry>(requests).toReversed(),
      dropped: { requests: dropped.requests, bodies: dropped.bodies },
    };
  }

  /** Returns all records of a sandbox; undefined if it does not exist. */
  async state(sandbox: string): Promise<State | undefined> {
    const path = sandboxPath(sandbox, "/state");
    const state = await requestControl(this.#plane, "GET", path, { limits: stateLimits }).catch((error: unknown) => {
      if (error instanceof ControlRequestError && error.status === 404) return undefined;
      throw error;
    });
    if (state === undefined) return undefined;
    if (![state.templates, state.clients, state.cards].every((rows) => rows === undefined || isList(rows)))
      throw unexpectedResponse(this.#plane);
    return state as unknown as State;
  }

  async sandboxes(): Promise<readonly SandboxView[]> {
    return this.#list<SandboxView>((await requestControl(this.#plane, "GET", "/sandboxes")).sandboxes);
  }

  #list<Item>(value: unknown): readonly Item[] {
    if (!isList(value)) throw unexpectedResponse(this.#plane);
    return value as readonly Item[];
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

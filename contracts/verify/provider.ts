import type { Reading, SandboxView, State } from "../../mock-server/index.js";
import { isJson } from "../pact/json.js";
import { contractNow } from "../states/usual.js";

/** What the ledger says of a request. */
export interface LedgerEntry {
  readonly requestId: string;
  readonly operation: string | null;
  readonly request: unknown;
  readonly status: number;
  readonly answer: unknown;
  readonly rules: readonly string[];
  readonly why: string | null;
}

/** A sandbox that was made for one interaction. */
export interface ContractSandbox {
  readonly id: string;
  /** The main company's token. */
  readonly token: string;
  close(): Promise<void>;
}

/** The server refuses what the control plane was asked; the message is its own. */
export class ControlRefusal extends Error {
  override name = "ControlRefusal" as const;
  /** 400 if it was what was asked, 403 if it was who asked. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export interface SandboxProviderOptions {
  /** Where the luna-sandbox is, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** What its control plane asks for, if it asks. */
  readonly adminToken?: string | undefined;
}

/** A luna-sandbox as a provider: it makes a sandbox for every interaction, through its control plane. */
export class SandboxProvider {
  readonly url: string;
  readonly #adminToken: string | undefined;

  constructor({ url, adminToken }: SandboxProviderOptions) {
    this.url = url.replace(/\/$/, "");
    this.#adminToken = adminToken;
  }

  /** A sandbox in the state given; with a reading, in that reading. */
  async sandbox(fixture: State, reading: Partial<Reading> | undefined): Promise<ContractSandbox> {
    const asked = { fixture, now: contractNow, seed: 1, ttlSeconds: 600, ...(reading && { reading }) };
    const { id, companies } = (await this.#control("POST", "/sandboxes", asked)) as {
      id: string;
      companies: readonly { readonly id: string; readonly token: string }[];
    };
    return {
      id,
      token: companies.find((company) => company.id === "main")?.token ?? "",
      close: async () => {
        await this.#control("DELETE", `/sandboxes/${id}`);
      },
    };
  }

  /** Whether the server takes a reading; if not, why. */
  async refusesReading(reading: Partial<Reading>): Promise<string | undefined> {
    try {
      const sandbox = await this.sandbox({ formatVersion: 1 }, reading);
      await sandbox.close();
      return undefined;
    } catch (error) {
      if (error instanceof ControlRefusal && error.status === 400) return error.message;
      throw error;
    }
  }

  /** The newest requests that a sandbox answered, oldest first. */
  async ledger(sandbox: string, limit = 10_000): Promise<readonly LedgerEntry[]> {
    const answer = await this.#control("GET", `/sandboxes/${encodeURIComponent(sandbox)}/ledger?limit=${limit}`);
    return (answer as { readonly entries: readonly LedgerEntry[] }).entries;
  }

  /** All records of a sandbox. */
  async state(sandbox: string): Promise<State> {
    return (await this.#control("GET", `/sandboxes/${encodeURIComponent(sandbox)}/state`)) as State;
  }

  async has(sandbox: string): Promise<boolean> {
    try {
      await this.#control("GET", `/sandboxes/${encodeURIComponent(sandbox)}/clock`);
      return true;
    } catch (error) {
      if (error instanceof ControlRefusal && error.status === 404) return false;
      throw error;
    }
  }

  /** The sandboxes of the server with their companies. */
  async sandboxes(): Promise<readonly SandboxView[]> {
    const answer = await this.#control("GET", "/sandboxes");
    return (answer as { readonly sandboxes: readonly SandboxView[] }).sandboxes;
  }

  async #control(method: string, path: string, body?: unknown): Promise<unknown> {
    const response = await fetch(`${this.url}/_luna${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(this.#adminToken === undefined ? {} : { "x-luna-admin-token": this.#adminToken }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const answer: unknown = text === "" ? undefined : JSON.parse(text);
    if (!response.ok) {
      const message = (answer as { error?: string } | undefined)?.error;
      throw new ControlRefusal(response.status, message ?? `status ${response.status}`);
    }
    return answer;
  }
}

/** Who answers at an address: a luna-sandbox, another server, or nobody. */
export async function whoAnswers(url: string): Promise<"sandbox" | "other" | "nobody"> {
  const signal = AbortSignal.timeout(5000);
  const response = await fetch(`${url.replace(/\/$/, "")}/_luna/health`, { signal }).catch(() => undefined);
  if (response === undefined) return "nobody";
  const health: unknown = await response.json().catch(() => undefined);
  return isJson(health) && "status" in health && "sandboxes" in health ? "sandbox" : "other";
}

import type { Reading, SandboxView, State } from "../../mock-server/index.js";
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
  /** The last request that the sandbox answered. */
  lastEntry(): Promise<LedgerEntry | undefined>;
  close(): Promise<void>;
}

/** The server refuses what the control plane was asked; the message is its own. */
export class ControlRefusal extends Error {
  override name = "ControlRefusal" as const;
}

export interface SandboxProviderOptions {
  /** Where the luna-sandbox is, such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** What its control plane asks for, if it asks. */
  readonly adminToken?: string | undefined;
}

interface RuleText {
  readonly id: string;
  readonly level: string;
  readonly text: string;
}

/** A luna-sandbox as a provider: it makes a sandbox for every interaction, through its control plane. */
export class SandboxProvider {
  readonly url: string;
  readonly #adminToken: string | undefined;
  #rules: Promise<ReadonlyMap<string, RuleText>> | undefined;

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
      lastEntry: async () => (await this.ledger(id, 1)).at(-1),
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
      if (error instanceof ControlRefusal) return error.message;
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

  /** The sandboxes of the server with their companies. */
  async sandboxes(): Promise<readonly SandboxView[]> {
    const answer = await this.#control("GET", "/sandboxes");
    return (answer as { readonly sandboxes: readonly SandboxView[] }).sandboxes;
  }

  /** Every rule of the server, by its id. */
  rules(): Promise<ReadonlyMap<string, RuleText>> {
    this.#rules ??= this.#control("GET", "/rules").then(
      (answer) => new Map((answer as { rules: readonly RuleText[] }).rules.map((rule) => [rule.id, rule])),
    );
    return this.#rules;
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
    if (!response.ok) throw new ControlRefusal((answer as { error?: string }).error ?? `status ${response.status}`);
    return answer;
  }
}

/** Whether a luna-sandbox answers there. */
export async function isSandbox(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url.replace(/\/$/, "")}/_luna/health`, { signal: AbortSignal.timeout(5000) });
    const health: unknown = await response.json();
    return typeof health === "object" && health !== null && "status" in health && "sandboxes" in health;
  } catch {
    return false; // Nobody answers, or not in our words: either way it is none of ours.
  }
}

import type { OutgoingHttpHeaders } from "node:http";
import type { Reading, State } from "../../mock-server/index.js";

/** A request on its way to a server. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** A response without the headers that belong to its connection. */
export interface Reply {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** A sandbox that was made for one interaction. */
export interface ContractSandbox {
  readonly id: string;
  /** The main company's token. */
  readonly token: string;
  close(): Promise<void>;
}

/**
 * A luna-sandbox that makes a sandbox for every interaction. Methods throw ControlRefusal where it refuses, and
 * NoControlPlane where it does not answer as a luna-sandbox.
 */
export interface Provider {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Creates a sandbox in a state; with a reading, in that reading. */
  sandbox(fixture: State, reading: Partial<Reading> | undefined): Promise<ContractSandbox>;
  /** Returns why the server refuses a reading; undefined if it takes it. */
  refusesReading(reading: Partial<Reading>): Promise<string | undefined>;
  /** Sends a request to the vendor's API. */
  send(request: Sent): Promise<Reply>;
}

/** The server refuses what the control plane was asked; the message is its own. */
export class ControlRefusal extends Error {
  override name = "ControlRefusal" as const;
  /** 400 if the request is wrong, 401 if the admin token is missing or wrong, 403 for a foreign Host or Origin. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks a provider for a sandbox in a reading, to see whether it takes one. */
export async function refusalOfReading(provider: Provider, reading: Partial<Reading>): Promise<string | undefined> {
  try {
    const sandbox = await provider.sandbox({ formatVersion: 1 }, reading);
    await sandbox.close();
    return undefined;
  } catch (error) {
    if (error instanceof ControlRefusal && error.status === 400) return error.message;
    throw error;
  }
}

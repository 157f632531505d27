import type { OutgoingHttpHeaders } from "node:http";
import type { Profile, State } from "../../mock-server/index.js";

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
 * A luna-sandbox that makes a sandbox for every interaction. Methods throw ControlRequestError where it refuses, and
 * NoControlPlaneError where it does not answer as a luna-sandbox.
 */
export interface Provider {
  /** Such as `http://127.0.0.1:4010`. */
  readonly url: string;
  /** Creates a sandbox in a state; with a profile, in that profile. */
  sandbox(fixture: State, profile: Partial<Profile> | undefined): Promise<ContractSandbox>;
  /** Returns why the server refuses a profile; undefined if it takes it. */
  refusesProfile(profile: Partial<Profile>): Promise<string | undefined>;
  /** Sends a request to the vendor's API. */
  send(request: Sent): Promise<Reply>;
}

/** The server refuses what the control plane was asked; the message is its own. */
export class ControlRequestError extends Error {
  override name = "ControlRequestError" as const;
  /** 400 if the request is wrong, 401 if the admin token is missing or wrong, 403 for a foreign Host or Origin. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Asks a provider for a sandbox in a profile, to see whether it takes one. */
export async function refusalOfProfile(provider: Provider, profile: Partial<Profile>): Promise<string | undefined> {
  try {
    const sandbox = await provider.sandbox({ formatVersion: 1 }, profile);
    await sandbox.close();
    return undefined;
  } catch (error) {
    if (error instanceof ControlRequestError && error.status === 400) return error.message;
    throw error;
  }
}

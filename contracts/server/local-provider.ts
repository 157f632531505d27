import { ControlError, type LunaServer, type Profile, type State } from "../../mock-server/index.js";
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

/** A server in this process: it is asked without sockets, which take longer than the rest of a request. */
export class LocalProvider implements Provider {
  readonly url: string;
  readonly #server: LunaServer;

  constructor(server: LunaServer) {
    this.url = server.url;
    this.#server = server;
  }

  async sandbox(fixture: State, profile: Partial<Profile> | undefined): Promise<ContractSandbox> {
    const asked = { fixture, now: contractNow, seed: 1, ttlSeconds: 600, ...(profile && { profile }) };
    const sandbox = await this.#server.sandbox(asked).catch((error: unknown) => {
      throw error instanceof ControlError ? new ControlRequestError(error.status, error.message) : error;
    });
    const { id, companies } = sandbox;
    const token = companies.find((company) => company.id === "main")?.token ?? "";
    return { id, token, close: () => sandbox.delete() };
  }

  refusesProfile(profile: Partial<Profile>): Promise<string | undefined> {
    return refusalOfProfile(this, profile);
  }

  async send(request: Sent): Promise<Reply> {
    const { method, path, headers, body } = request;
    // Requests with other verbs are a matter of HTTP, and rare.
    if (method !== "POST") return sendTo(this.url, request);
    const sent = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const response = await this.#server.fetch(path, { method, headers: sent, body });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    };
  }
}

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { operationOf } from "../pact/interaction.js";
import { endToEnd, forward, readAll } from "../verify/gateway.js";
import { SandboxProvider } from "../verify/provider.js";
import { pactOf, type Recorded } from "./pact.js";
import { recordsOf } from "./records.js";
import { statesFor } from "./states.js";

export interface RecordingOptions {
  /** The client's name in the contract. */
  readonly consumer: string;
  /** The server that answers, such as `http://127.0.0.1:4010`. */
  readonly server: string;
  /** Whether the server is a luna-sandbox, so that it can be asked for the state before each request. */
  readonly isSandbox: boolean;
  readonly adminToken?: string | undefined;
  /** Port of 127.0.0.1 to listen on; 0, the default, is any free one. */
  readonly port?: number;
}

export interface Recording {
  /** Where the client is to be pointed, in place of the server. */
  readonly url: string;
  /** How many requests were recorded so far, repetitions included. */
  count(): number;
  /** The contract so far. */
  pact(): object;
  close(): Promise<void>;
}

/** Answers of ours that no client of the vendor's API would see. */
const foreignStatuses = new Set([405, 413, 415, 502]);

const parsed = (text: string): unknown => {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text; // What is no JSON is recorded as it is.
  }
};

interface Owner {
  readonly sandbox: string;
  readonly company: string;
}

class Recorder {
  readonly recorded: Recorded[] = [];
  readonly #options: RecordingOptions;
  readonly #provider: SandboxProvider;
  readonly #owners = new Map<string, Owner>();
  #turn: Promise<void> = Promise.resolve();

  constructor(options: RecordingOptions) {
    this.#options = options;
    this.#provider = new SandboxProvider({ url: options.server, adminToken: options.adminToken });
  }

  /** Requests to the API go one after the other, so that the state before each is known. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readAll(request);
    const work = () => this.#pass(request, body, response);
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined); // The next request does not depend on this one's success.
    await done;
  }

  async #pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { method = "GET", url: path = "/" } = request;
    const operation = method === "POST" ? operationOf(path.split("?")[0] ?? "") : undefined;
    const token = request.headers["x-access-token"];
    const before = operation === undefined ? undefined : await this.#before(token);
    // Its own host name goes along where the server is ours: addresses in answers then lead through here.
    const host = this.#options.isSandbox && request.headers.host ? { host: request.headers.host } : {};
    const headers = { ...endToEnd(request.headers), ...host };
    const { response: found, answer } = await forward(this.#options.server, { method, path, headers, body });
    const status = found.statusCode ?? 502;
    response.writeHead(status, endToEnd(found.headers)).end(answer);
    if (operation === undefined || foreignStatuses.has(status) || status >= 500) return;
    const [asked, answered] = [parsed(body.toString()), parsed(answer.toString())];
    const states = typeof before === "function" ? before(operation, asked, answered) : (before ?? []);
    const hasToken = token !== undefined;
    const contentType = found.headers["content-type"];
    this.recorded.push({ operation, hasToken, request: asked, status, contentType, answer: answered, states });
  }

  /** What the sandbox is like before a request with this token; states that need no look at the request, as they are. */
  async #before(token: string | string[] | undefined) {
    if (!this.#options.isSandbox || token === undefined) return [];
    const owner = await this.#ownerOf(String(token));
    if (owner === undefined) return [{ name: "an invalid token", params: {} }];
    const records = recordsOf(await this.#provider.state(owner.sandbox), owner.company);
    return (...[operation, asked, answered]: [Recorded["operation"], unknown, unknown]) =>
      statesFor(operation, asked, answered, records);
  }

  /** Whose token it is; a sandbox that was deleted meanwhile has none. */
  async #ownerOf(token: string): Promise<Owner | undefined> {
    const known = this.#owners.get(token);
    if (known !== undefined && (await this.#provider.has(known.sandbox))) return known;
    this.#owners.clear();
    for (const { id, companies } of await this.#provider.sandboxes())
      for (const company of companies) this.#owners.set(company.token, { sandbox: id, company: company.id });
    return this.#owners.get(token);
  }
}

/**
 * Stands before a server and writes down what a client asks and gets, as a contract that `verify` can replay. Tokens
 * are not written down.
 *
 * @example
 * const recording = await startRecording({ consumer: "till", server: "http://127.0.0.1:4010", isSandbox: false });
 * await recording.close();
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const recorder = new Recorder(options);
  const server = createServer((request, response) => {
    recorder.answer(request, response).catch((error: Error) => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(502, { "content-type": "application/json" });
      response.end(JSON.stringify({ message: `the server did not answer: ${error.message}` }));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    count: () => recorder.recorded.length,
    pact: () => pactOf(options.consumer, recorder.recorded),
    close: async () => {
      server.closeIdleConnections();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

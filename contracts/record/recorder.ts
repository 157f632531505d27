import type { IncomingMessage, ServerResponse } from "node:http";
import type { State } from "../../mock-server/index.js";
import type { MethodName } from "../../openapi/document.js";
import { bind } from "../../shared/bind.js";
import { createHttpServer } from "../../shared/http-server.js";
import { unwrapped } from "../../shared/json.js";
import { mebibyte, TooLargeError } from "../../shared/read-limited.js";
import { pathOf } from "../../shared/request-path.js";
import { basePath, methodNameOf } from "../pact/interaction.js";
import { endToEnd, forward, readRequest } from "../server/forward.js";
import { SandboxProvider } from "../server/sandbox-provider.js";
import type { StateCall } from "../states/index.js";
import { bodyFrom, isBroken, jsonFrom, parametersOf } from "./body.js";
import { type Contract, pactOf } from "./pact.js";
import type { Recorded } from "./recorded.js";
import { recordsOf } from "./records.js";
import { statesFor } from "./states.js";
import { shortestRefused } from "./without-tokens.js";

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
  /** Hears what is not recorded, and why; the default writes to stderr. */
  readonly log?: (message: string) => void;
}

export interface Recording {
  /** Where the client is to be pointed, in place of the server. */
  readonly url: string;
  /** How many requests were recorded so far, repetitions included. */
  count(): number;
  /** The contract so far. */
  pact(): Contract;
  /** The switches that were not at their default, as `--set` takes them; undefined if they were so and so. */
  profile(): string | undefined;
  /** Stops at once: requests under way are given up, and not recorded. */
  close(): Promise<void>;
}

/** Answers of ours that no client of the vendor's API would see. */
const foreignStatuses = new Set([405, 413, 415, 502]);

/** What is known of the sandbox before a request. */
interface Before {
  readonly firstPage: number;
  /** The provider states of the request, once it and its answer are known. */
  readonly states: (method: MethodName, asked: unknown, answered: unknown) => readonly StateCall[];
}

/** How much is recorded, in bytes of bodies: it is held in memory until the contract is written. */
const maxRecordedBytes = 64 * mebibyte;

const nothingKnown: Before = { firstPage: 1, states: () => [] };

interface Owner {
  readonly sandbox: string;
  readonly company: string;
}

/** The switches of a sandbox that are not at their default, as `--set` takes them. */
export const profileText = ({ profile = {} }: State): string =>
  Object.entries(profile)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");

const isApiPath = (path: string): boolean => path.startsWith(basePath);

class Recorder {
  readonly recorded: Recorded[] = [];
  /** Tokens of the sandbox's companies, and those of clients that are no mere words, their request recorded or not. */
  readonly tokens = new Set<string>();
  /** The profiles that the sandboxes were in, as `--set` takes them. */
  readonly profiles = new Set<string>();
  readonly #options: RecordingOptions;
  readonly #signal: AbortSignal;
  readonly #provider: SandboxProvider;
  readonly #log: (message: string) => void;
  readonly #owners = new Map<string, Owner>();
  /** The size of all bodies that were recorded. */
  #bytes = 0;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: RecordingOptions, signal: AbortSignal) {
    const { server: url, adminToken, log = (message) => process.stderr.write(`${message}\n`) } = options;
    this.#options = options;
    this.#signal = signal;
    this.#provider = new SandboxProvider({ url, adminToken, signal });
    this.#log = log;
  }

  /** Asks a luna-sandbox whose its tokens are. Throws ControlRequestError if it does not say. */
  async learnOwners(): Promise<void> {
    if (!this.#options.isSandbox) return;
    this.#owners.clear();
    for (const { id, companies } of await this.#provider.sandboxes())
      for (const company of companies) {
        this.#owners.set(company.token, { sandbox: id, company: company.id });
        this.tokens.add(company.token);
      }
  }

  /** Requests to the API go one after the other, so that the state before each is known. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readRequest(request);
    const work = () => this.#pass(request, body, response);
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined); // The next request does not depend on this one's success.
    await done;
  }

  async #pass(request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
    const { method: verb = "GET" } = request;
    const path = pathOf(request.url ?? "/");
    const method = verb === "POST" ? methodNameOf(path.split("?")[0] ?? "") : undefined;
    const token = request.headers["x-access-token"]?.toString();
    if (token !== undefined && token.length >= shortestRefused) this.tokens.add(token);
    const before = method === undefined ? nothingKnown : await this.#before(token);
    // Its own host name goes along where the server is ours: addresses in answers then lead through here.
    const { host: sentHost = `127.0.0.1:${request.socket.localPort}` } = request.headers;
    const host = this.#options.isSandbox ? { host: sentHost } : {};
    const headers = { ...endToEnd(request.headers), ...host };
    const sent = { method: verb, path, headers, body };
    const { response: found, answer } = await forward(this.#options.server, sent, this.#signal);
    const status = found.statusCode ?? 502;
    response.statusCode = status;
    for (const [name, value] of Object.entries(endToEnd(found.headers)))
      if (value !== undefined) response.setHeader(name, value);
    // Without writeHead, Node knows the length when it writes the headers.
    response.end(answer);
    try {
      if (method === undefined) throw new SyntaxError("the API has no such method, or it is not called with POST");
      if (foreignStatuses.has(status) || status >= 500)
        throw new SyntaxError(`status ${status} is not an answer of the vendor's`);
      const requestType = request.headers["content-type"];
      const answerType = found.headers["content-type"];
      const asked = bodyFrom(body, requestType);
      const answered = jsonFrom("its answer", answer);
      const states = before.states(method, parametersOf(asked), unwrapped(answered));
      const { firstPage } = before;
      const exchange = { requestType, request: asked, status, answerType, answer: answered };
      this.#bytes += body.length + answer.length;
      if (this.#bytes > maxRecordedBytes)
        throw new SyntaxError("the recording is full at 64 MiB; stop it and begin another");
      if (isBroken([exchange, states])) throw new SyntaxError("a text in it has half a character, such as \\ud800");
      this.recorded.push({ method, token, ...exchange, states, firstPage });
    } catch (error) {
      if (isApiPath(path) && verb !== "OPTIONS")
        this.#log(`${verb} ${path} is not recorded: ${(error as Error).message}`);
    }
  }

  /** What the sandbox is like before a request with this token. */
  async #before(token: string | undefined): Promise<Before> {
    if (!this.#options.isSandbox || token === undefined) return nothingKnown;
    const owner = await this.#ownerOf(token);
    if (owner === undefined) return { ...nothingKnown, states: () => [{ name: "an invalid token", params: {} }] };
    const state = await this.#provider.state(owner.sandbox);
    this.profiles.add(profileText(state));
    const records = recordsOf(state, owner.company);
    const states: Before["states"] = (...exchange) => statesFor(...exchange, records);
    return { firstPage: records.firstPage, states };
  }

  /** Whose token it is; a sandbox that was deleted meanwhile has none. */
  async #ownerOf(token: string): Promise<Owner | undefined> {
    const known = this.#owners.get(token);
    if (known !== undefined && (await this.#provider.has(known.sandbox))) return known;
    await this.learnOwners();
    return this.#owners.get(token);
  }
}

/**
 * Stands before a server and writes down what a client asks and gets, as a contract that `verify` can replay. Tokens
 * are not written down. Throws ListenError if the port cannot be had, ControlRequestError if a luna-sandbox wants another
 * admin token.
 *
 * @example
 * const recording = await startRecording({ consumer: "till", server: "http://127.0.0.1:4010", isSandbox: false });
 * await recording.close();
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const { port = 0 } = options;
  const under = new AbortController();
  const recorder = new Recorder(options, under.signal);
  await recorder.learnOwners();
  const create = () =>
    createHttpServer((request, response) => {
      recorder.answer(request, response).catch((error: Error) => {
        if (response.headersSent) return void response.destroy();
        const isTooLarge = error instanceof TooLargeError;
        const reason = isTooLarge ? `its body is ${error.message}` : error.message;
        response.writeHead(isTooLarge ? 413 : 502, { "content-type": "application/json", connection: "close" });
        const key = isApiPath(pathOf(request.url ?? "/")) ? "message" : "error";
        response.end(JSON.stringify({ [key]: `the request was not answered: ${reason}` }));
      });
    });
  const bound = await bind(create, "127.0.0.1", port);
  return {
    url: `http://127.0.0.1:${bound.port}`,
    count: () => recorder.recorded.length,
    pact: () => pactOf(options.consumer, recorder.recorded, recorder.tokens),
    profile: () => (recorder.profiles.size > 1 ? undefined : ([...recorder.profiles][0] ?? "")),
    close: async () => {
      under.abort();
      const closed = bound.servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const server of bound.servers) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

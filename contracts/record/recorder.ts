import { formatSwitches, type SandboxView, type State } from "../../mock-server/index.js";
import type { MethodName } from "../../openapi/document.js";
import { isJson, unwrapEnvelope } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";
import { basePath, methodNameOf } from "../pact/interaction.js";
import { type ForwardedRequest, type ForwardedResponse, forward } from "../server/forward.js";
import { startProxy } from "../server/proxy.js";
import { SandboxProvider } from "../server/sandbox-provider.js";
import { hasLoneSurrogate, parseJsonBody, type RecordedExchange } from "./body.js";
import { buildPact, type Contract } from "./pact.js";
import { minTokenLength } from "./redaction.js";
import { firstPageOf, type SandboxBefore, statesFor } from "./states.js";

export interface RecordingOptions {
  /** Name of the client in the contract. */
  readonly consumer: string;
  /** Address of the upstream server, such as `http://127.0.0.1:4010`. */
  readonly server: string;
  /** Whether the server is a luna-sandbox, which gives its state for provider states. */
  readonly isSandbox: boolean;
  readonly adminToken?: string | undefined;
  /** Port on 127.0.0.1; 0, the default, is any free port. */
  readonly port?: number;
  /** Called with a message for each request that is not recorded; writes to stderr by default. */
  readonly log?: (message: string) => void;
}

export interface Recording {
  /** Address for the client. */
  readonly url: string;
  /** Number of recorded requests, repetitions included. */
  count(): number;
  /** The contract so far. */
  pact(): Contract;
  /** Switches that are not at their default, as for `--set`; undefined if they changed during the recording. */
  profile(): string | undefined;
  /** Stops immediately; open requests are aborted and not recorded. */
  close(): Promise<void>;
}

/** Statuses that the vendor's API never responds with. */
const foreignStatuses = new Set([405, 413, 415, 502]);

/** Maximum size of all recorded bodies, in bytes: they stay in memory until the contract is written. */
const maxRecordedBytes = 64 * mebibyte;

/** Returns the switches of a sandbox that are not at their default, as for `--set`. */
const profileText = ({ profile = {} }: State): string => formatSwitches(profile);

const isApiPath = (path: string): boolean => path.startsWith(basePath);

class Recorder {
  readonly exchanges: RecordedExchange[] = [];
  /** Tokens of the sandbox's companies and of clients, also of requests that are not recorded. */
  readonly tokens = new Set<string>();
  /** Profiles of the sandboxes, as for `--set`. */
  readonly profiles = new Set<string>();
  readonly #options: RecordingOptions;
  readonly #signal: AbortSignal;
  readonly #provider: SandboxProvider;
  #recordedBytes = 0;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: RecordingOptions, signal: AbortSignal) {
    this.#options = options;
    this.#signal = signal;
    this.#provider = new SandboxProvider({ url: options.server, adminToken: options.adminToken, signal });
  }

  /** Returns the sandboxes of a luna-sandbox, and redacts their tokens from now on. Throws ControlRequestError. */
  async sandboxes(): Promise<readonly SandboxView[]> {
    const found = this.#options.isSandbox ? await this.#provider.sandboxes() : [];
    for (const { token } of found.flatMap(({ companies }) => companies)) this.tokens.add(token);
    return found;
  }

  /** Forwards and records requests in sequence, so that the state before each is known. */
  respond = (request: ForwardedRequest, host: string): Promise<ForwardedResponse> => {
    const work = this.#queue.then(() => this.#forward(request, host));
    this.#queue = work.catch(() => undefined);
    return work;
  };

  async #forward(request: ForwardedRequest, host: string): Promise<ForwardedResponse> {
    const { method, path, headers } = request;
    const token = headers["x-access-token"]?.toString();
    if (token !== undefined && token.length >= minTokenLength) this.tokens.add(token);
    const name = method === "POST" ? methodNameOf(path.split("?")[0] ?? "") : undefined;
    const before = name && token !== undefined ? await this.#sandboxBefore(token) : undefined;
    // With the Host of the recorder, a luna-sandbox responds with addresses of the recorder.
    const sent = { ...request, headers: { ...headers, ...(this.#options.isSandbox && { host }) } };
    const received = await forward(this.#options.server, sent, this.#signal);
    try {
      this.#record(name, sent, token, received, before);
    } catch (error) {
      const { log = (message) => process.stderr.write(`${message}\n`) } = this.#options;
      if (isApiPath(path) && method !== "OPTIONS")
        log(`${method} ${path} was not recorded: ${(error as Error).message}`);
    }
    return received;
  }

  /** Throws SyntaxError for an exchange that cannot be recorded. */
  #record(
    method: MethodName | undefined,
    { headers, body }: ForwardedRequest,
    token: string | undefined,
    { status, headers: responseHeaders, body: responseBody }: ForwardedResponse,
    before: SandboxBefore | undefined,
  ): void {
    if (method === undefined) throw new SyntaxError("unknown method, or verb other than POST");
    if (foreignStatuses.has(status) || status >= 500)
      throw new SyntaxError(`the vendor never responds with status ${status}`);
    const requestType = headers["content-type"]?.toString();
    const responseType = responseHeaders["content-type"]?.toString();
    const request = parseJsonBody("request", body);
    const response = parseJsonBody("response", responseBody);
    const hasUnknownToken = this.#options.isSandbox && token !== undefined && before === undefined;
    const states = before
      ? statesFor(method, isJson(request) ? request : {}, unwrapEnvelope(response), before)
      : [{ name: "an invalid token", params: {} }].filter(() => hasUnknownToken);
    const firstPage = before ? firstPageOf(before.state) : 1;
    const exchange = { method, token, requestType, request, status, responseType, response, states, firstPage };
    this.#recordedBytes += body.length + responseBody.length;
    if (this.#recordedBytes > maxRecordedBytes)
      throw new SyntaxError("the recording is full at 64 MiB; stop it and start another");
    if (hasLoneSurrogate(exchange)) throw new SyntaxError("a text has half a surrogate pair, such as \\ud800");
    this.exchanges.push(exchange);
  }

  /** Returns the sandbox of a token; undefined for an unknown token and for another server. */
  async #sandboxBefore(token: string): Promise<SandboxBefore | undefined> {
    for (const { id, companies } of await this.sandboxes()) {
      const company = companies.find((owner) => owner.token === token);
      if (company === undefined) continue;
      const state = await this.#provider.state(id);
      if (state === undefined) return undefined; // It was deleted meanwhile.
      this.profiles.add(profileText(state));
      return { state, companyId: company.id };
    }
    return undefined;
  }
}

/**
 * Proxies a server and records requests and responses as a contract for `verify`, without tokens. Throws ListenError if
 * the port is taken, ControlRequestError for a wrong admin token.
 *
 * @example
 * const recording = await startRecording({ consumer: "till", server: "http://127.0.0.1:4010", isSandbox: false });
 * await recording.close();
 */
export async function startRecording(options: RecordingOptions): Promise<Recording> {
  const abort = new AbortController();
  const recorder = new Recorder(options, abort.signal);
  await recorder.sandboxes();
  const proxy = await startProxy(recorder.respond, options.port);
  return {
    url: proxy.url,
    count: () => recorder.exchanges.length,
    pact: () => buildPact(options.consumer, recorder.exchanges, recorder.tokens),
    profile: () => (recorder.profiles.size > 1 ? undefined : ([...recorder.profiles][0] ?? "")),
    close: async () => {
      abort.abort();
      await proxy.close();
    },
  };
}

import type { IncomingMessage, ServerResponse } from "node:http";
import { mebibyte } from "../../shared/units.js";

/** Bodies up to this size, in bytes, do not count against the budget. */
export const smallBytes = 16 * 1024;

/** Default of the largest body of the control plane, in MiB. */
export const defaultMaxBody = 64;

/** Memory for the bodies of all requests. The default has room for two of the largest bodies of the control plane. */
export class BodyBudget {
  /** Maximum size of a body of the control plane, in bytes. */
  readonly maxControlBytes: number;
  #left: number;

  constructor(bytes = 2 * defaultMaxBody * mebibyte, maxControlBytes = defaultMaxBody * mebibyte) {
    this.#left = bytes;
    this.maxControlBytes = maxControlBytes;
  }

  /** Reserves some bytes. Returns false if fewer are left. */
  reserve(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  release(bytes: number): void {
    this.#left += bytes;
  }
}

/** Estimated memory of a chunk beside its bytes. */
const chunkBytes = 256;

/** Maximum bytes of a refused body to discard before the connection is closed. A client that sends all sees the refusal. */
const drainedBytes = 64 * mebibyte;

/** Requests whose client waits for `100 Continue`. */
export const waitsForContinue = new WeakSet<IncomingMessage>();

/** The reason why a body was not received whole. */
export type BodyLimit = "too large" | "no room";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly budget: BodyBudget;
}

/** Gets the chunks of a body. */
export interface BodySink {
  add(chunk: Buffer): void;
  /** Frees the chunks, because the body exceeds a limit. */
  drop(): void;
}

/** Collects a body in memory. */
export class BodyChunks implements BodySink {
  #chunks: Buffer[] = [];

  add(chunk: Buffer): void {
    this.#chunks.push(chunk);
  }

  drop(): void {
    this.#chunks = [];
  }

  /** Returns the whole body. */
  bytes(): Buffer {
    const [first] = this.#chunks;
    return this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
  }
}

/** The received part of a body. It returns its share of the budget when the response closes. */
class PartialBody {
  size = 0;
  exceeded: BodyLimit | undefined;
  readonly #sink: BodySink;
  readonly #limits: BodyLimits;
  readonly #response: ServerResponse;
  #memory = 0;
  #reserved = 0;

  constructor(sink: BodySink, limits: BodyLimits, response: ServerResponse) {
    this.#sink = sink;
    this.#limits = limits;
    this.#response = response;
  }

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.exceeded !== undefined) return;
    this.#memory += chunk.length + chunkBytes;
    if (this.size > this.#limits.maxBytes) this.#drop("too large");
    else if (this.#memory > smallBytes && !this.#reserve(this.#memory - smallBytes - this.#reserved))
      this.#drop("no room");
    else this.#sink.add(chunk);
  }

  #reserve(bytes: number): boolean {
    if (!this.#limits.budget.reserve(bytes)) return false;
    if (this.#reserved === 0) this.#response.once("close", () => this.#release());
    this.#reserved += bytes;
    return true;
  }

  #drop(reason: BodyLimit): void {
    this.exceeded = reason;
    this.#sink.drop();
    this.#release();
  }

  #release(): void {
    this.#limits.budget.release(this.#reserved);
    this.#reserved = 0;
  }
}

/** Receives a body and calls `done` with it or with the limit that it exceeds, but not if the connection breaks. */
export function receiveBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
  done: (body: Buffer | BodyLimit) => void,
): void {
  const chunks = new BodyChunks();
  receiveInto(chunks, request, response, limits, (exceeded) => done(exceeded ?? chunks.bytes()));
}

/** Passes a body to a sink and calls `done` with the limit that it exceeds, but not if the connection breaks. */
export function receiveInto(
  sink: BodySink,
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
  done: (exceeded: BodyLimit | undefined) => void,
): void {
  if (waitsForContinue.has(request)) {
    if (Number(request.headers["content-length"]) > limits.maxBytes) {
      done("too large");
      return;
    }
    response.writeContinue();
  }
  const body = new PartialBody(sink, limits, response);
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    done(body.exceeded);
  };
  request.on("data", (chunk: Buffer) => {
    body.add(chunk);
    if (isDone || body.exceeded === undefined) return;
    if (body.exceeded === "too large" && body.size <= drainedBytes) return;
    // The client may never send the rest.
    finish();
    discardBody(request);
  });
  request.on("end", finish);
  // The socket is closed, so no response can be sent.
  request.on("error", () => {
    isDone = true;
  });
}

/** Discards a body that is not needed, so that its connection can be reused. */
export function discardBody(request: IncomingMessage): void {
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > drainedBytes) request.destroy();
  });
}

/** A request whose body may have been parsed by an outer Express app. */
export type MaybeParsed = IncomingMessage & { readonly body?: unknown };

/** Start of a multipart form. */
const multipart = "--form\r\nContent-Disposition: form-data";

/** Serializes a parsed form as a form. As JSON it would look like a request that no client has sent. */
function serializeForm(type: string, body: object): string | undefined {
  if (/^multipart\//i.test(type)) return multipart;
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return undefined;
  const entries = Object.entries(body).map(([name, value]): [string, string] => [name, String(value)]);
  return new URLSearchParams(entries).toString();
}

/** Returns the body of a request that an outer app has read and parsed (`readableEnded`), serialized again. */
export function alreadyParsedBody({ body, headers }: MaybeParsed): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  if (typeof body === "string") return Buffer.from(body);
  const isObject = typeof body === "object" && body !== null;
  const form = isObject ? serializeForm(headers["content-type"] ?? "", body) : undefined;
  return Buffer.from(form ?? JSON.stringify(body));
}

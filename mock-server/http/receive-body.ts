import type { IncomingMessage, ServerResponse } from "node:http";
import { mebibyte } from "../../shared/units.js";

/** Bodies up to this size, in bytes, do not count against the budget. */
export const smallBytes = 16 * 1024;

/** Memory for the bodies of all requests. The default has room for two of the largest bodies of the control plane. */
export class BodyBudget {
  #left: number;

  constructor(bytes = 128 * mebibyte) {
    this.#left = bytes;
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

/** The received part of a body. It returns its share of the budget when the response closes. */
class PartialBody {
  size = 0;
  exceeded: BodyLimit | undefined;
  readonly #chunks: Buffer[] = [];
  readonly #limits: BodyLimits;
  readonly #response: ServerResponse;
  #memory = 0;
  #reserved = 0;

  constructor(limits: BodyLimits, response: ServerResponse) {
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
    else this.#chunks.push(chunk);
  }

  #reserve(bytes: number): boolean {
    if (!this.#limits.budget.reserve(bytes)) return false;
    if (this.#reserved === 0) this.#response.once("close", () => this.#release());
    this.#reserved += bytes;
    return true;
  }

  #drop(reason: BodyLimit): void {
    this.exceeded = reason;
    this.#chunks.length = 0;
    this.#release();
  }

  #release(): void {
    this.#limits.budget.release(this.#reserved);
    this.#reserved = 0;
  }

  /** Returns the whole body or the limit that it exceeds. */
  result(): Buffer | BodyLimit {
    const [first] = this.#chunks;
    return this.exceeded ?? (this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks));
  }
}

/** Receives a body and calls `done` with it or with the limit that it exceeds, but not if the connection breaks. */
export function receiveBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
  done: (body: Buffer | BodyLimit) => void,
): void {
  if (waitsForContinue.has(request)) {
    if (Number(request.headers["content-length"]) > limits.maxBytes) {
      done("too large");
      return;
    }
    response.writeContinue();
  }
  const body = new PartialBody(limits, response);
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    done(body.result());
  };
  request.on("data", (chunk: Buffer) => {
    body.add(chunk);
    if (isDone || (body.exceeded !== "no room" && body.size <= drainedBytes)) return;
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

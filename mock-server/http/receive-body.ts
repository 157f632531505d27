import type { IncomingMessage, ServerResponse } from "node:http";
import { type BodyBudget, smallBytes } from "./body-budget.js";

/** Memory that each piece of a body takes beside its bytes. */
const chunkBytes = 256;

/** Bytes of a refused body that are read and dropped before the connection is cut: a client that sends all sees why. */
const drainedBytes = 64 * 1024 * 1024;

/** Requests whose client waits for `100 Continue` before it sends the body. */
export const waitsForContinue = new WeakSet<IncomingMessage>();

/** Why a body is not passed on. */
export type Unkept = "too large" | "no room";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly budget: BodyBudget;
}

/** The received part of a body. Its share of the budget is given back with the response, however that ends. */
class PartialBody {
  size = 0;
  unkept: Unkept | undefined;
  readonly #chunks: Buffer[] = [];
  readonly #limits: BodyLimits;
  readonly #response: ServerResponse;
  #memory = 0;
  #taken = 0;

  constructor(limits: BodyLimits, response: ServerResponse) {
    this.#limits = limits;
    this.#response = response;
  }

  add(chunk: Buffer): void {
    this.size += chunk.length;
    if (this.unkept !== undefined) return;
    this.#memory += chunk.length + chunkBytes;
    if (this.size > this.#limits.maxBytes) this.#drop("too large");
    else if (this.#memory > smallBytes && !this.#take(this.#memory - smallBytes - this.#taken)) this.#drop("no room");
    else this.#chunks.push(chunk);
  }

  #take(bytes: number): boolean {
    if (!this.#limits.budget.take(bytes)) return false;
    if (this.#taken === 0) this.#response.once("close", () => this.#release());
    this.#taken += bytes;
    return true;
  }

  #drop(reason: Unkept): void {
    this.unkept = reason;
    this.#chunks.length = 0;
    this.#release();
  }

  #release(): void {
    this.#limits.budget.giveBack(this.#taken);
    this.#taken = 0;
  }

  /** The whole body, or why it is not kept. */
  result(): Buffer | Unkept {
    const [first] = this.#chunks;
    return this.unkept ?? (this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks));
  }
}

/** Receives the body of a request and passes it on, or why it is not kept. One that breaks off is not passed on. */
export function receiveBody(
  request: IncomingMessage,
  response: ServerResponse,
  limits: BodyLimits,
  done: (body: Buffer | Unkept) => void,
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
    if (isDone || (body.unkept !== "no room" && body.size <= drainedBytes)) return;
    // The client may never send the rest.
    finish();
    discardBody(request);
  });
  request.on("end", finish);
  // The socket is gone: there is nobody to answer.
  request.on("error", () => {
    isDone = true;
  });
}

/** Drops the body of a request that is answered without it, so that its connection can be used again. */
export function discardBody(request: IncomingMessage): void {
  let size = 0;
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size > drainedBytes) request.destroy();
  });
}

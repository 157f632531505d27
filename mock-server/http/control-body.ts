import type { RequestHandler } from "express";
import { mebibyte } from "../../shared/units.js";
import { ControlError } from "../control/control-error.js";
import {
  alreadyParsedBody,
  type BodyBudget,
  BodyChunks,
  type BodyLimit,
  type BodySink,
  receiveInto,
} from "./receive-body.js";
import { parseJson, StreamedJson } from "./streamed-json.js";

/** Bytes from which a body is parsed while it arrives. */
const streamedBytes = mebibyte;

const refusalOf = (limit: BodyLimit, maxBytes: number): ControlError =>
  limit === "too large"
    ? new ControlError(
        413,
        `the body must have at most ${maxBytes / mebibyte} MiB; start the server with a higher --max-body`,
      )
    : new ControlError(503, "the memory for request bodies is full; retry later");

/** Parses a body of the control plane. A large body is parsed while it arrives. */
class JsonBody implements BodySink {
  readonly #start = new BodyChunks();
  #streamed: StreamedJson | undefined;
  #size = 0;
  #error: unknown;

  add(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#error !== undefined) return;
    if (this.#size <= streamedBytes) {
      this.#start.add(chunk);
      return;
    }
    try {
      if (this.#streamed === undefined) {
        this.#streamed = new StreamedJson();
        this.#streamed.add(this.#start.bytes());
        this.#start.drop();
      }
      this.#streamed.add(chunk);
    } catch (error) {
      this.#error = error;
      this.drop();
    }
  }

  drop(): void {
    this.#start.drop();
    this.#streamed = undefined;
  }

  /** Returns the value; undefined for an empty body. Throws ControlError if the body is invalid. */
  value(): unknown {
    if (this.#error !== undefined) throw this.#error;
    if (this.#streamed !== undefined) return this.#streamed.end();
    return parse(this.#start.bytes());
  }
}

const parse = (body: Buffer): unknown => (body.length === 0 ? undefined : parseJson(body));

/** Reads the JSON body of a request. */
export function controlBody(budget: BodyBudget): RequestHandler {
  const maxBytes = budget.maxControlBytes;
  return (request, response, next) => {
    if (request.readableEnded) {
      request.body = parse(alreadyParsedBody(request));
      return next();
    }
    const encoding = request.get("content-encoding") ?? "identity";
    if (encoding !== "identity") throw new ControlError(415, "the body is compressed; send it as plain JSON");
    const body = new JsonBody();
    receiveInto(body, request, response, { maxBytes, budget }, (exceeded) => {
      try {
        if (exceeded === "no room") response.set("retry-after", "1");
        if (exceeded !== undefined) throw refusalOf(exceeded, maxBytes);
        request.body = body.value();
        next();
      } catch (error) {
        next(error);
      }
    });
  };
}

import { isUtf8 } from "node:buffer";
import type { RequestHandler } from "express";
import { mebibyte } from "../../shared/units.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { ControlError } from "../control/control-error.js";
import { alreadyParsedBody, type BodyBudget, type BodyLimit, receiveBody } from "./receive-body.js";

const maxMebibytes = 64;

const refusals: Readonly<Record<BodyLimit, readonly [status: number, message: string]>> = {
  "too large": [413, `the body must have at most ${maxMebibytes} MiB`],
  "no room": [503, "the memory for request bodies is full; retry later"],
};

/** Parses the JSON of a body; undefined for an empty body. */
function parse(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw new ControlError(400, "the body must be UTF-8");
  try {
    return JSON.parse(decodeUtf8(body));
  } catch {
    throw new ControlError(400, "the body must be JSON");
  }
}

/** Reads the JSON body of a request. */
export function controlBody(budget: BodyBudget): RequestHandler {
  const limits = { maxBytes: maxMebibytes * mebibyte, budget };
  return (request, response, next) => {
    if (request.readableEnded) {
      request.body = parse(alreadyParsedBody(request));
      return next();
    }
    const encoding = request.get("content-encoding") ?? "identity";
    if (encoding !== "identity") throw new ControlError(415, "the body is compressed; send it as plain JSON");
    receiveBody(request, response, limits, (body) => {
      try {
        if (body === "no room") response.set("retry-after", "1");
        if (typeof body === "string") throw new ControlError(...refusals[body]);
        request.body = parse(body);
        next();
      } catch (error) {
        next(error);
      }
    });
  };
}

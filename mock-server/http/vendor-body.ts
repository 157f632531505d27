import type { ServerResponse } from "node:http";
import type { Engine } from "../engine/engine.js";
import { maxBodyBytes } from "../model/limits.js";
import type { ReceivedBody } from "../requests/exchange.js";
import { alreadyParsedBody, type MaybeParsed } from "./already-parsed-body.js";
import { type BodyBudget, smallBytes } from "./body-budget.js";
import { discardBody, receiveBody } from "./receive-body.js";

/** Returns the value of a header by its name in lower case. */
export type HeaderLookup = (name: string) => string | undefined;

export interface VendorBody {
  readonly body: ReceivedBody;
  /** Header content-encoding; undefined if another Express app has read and decompressed the body. */
  readonly encoding: string | undefined;
}

interface Incoming {
  readonly request: MaybeParsed;
  readonly response: ServerResponse;
  readonly header: HeaderLookup;
}

/**
 * Reads the body of a request to the vendor's path. A body that is large or of unknown length is read only if the token
 * is valid: otherwise the response does not depend on it.
 */
export function readVendorBody(
  { engine, bodies }: { readonly engine: Engine; readonly bodies: BodyBudget },
  { request, response, header }: Incoming,
  done: (body: VendorBody) => void,
  fail: (error: unknown) => void,
): void {
  const before = alreadyParsedBody(request);
  if (before !== undefined) {
    done({ body: before, encoding: undefined });
    return;
  }
  const encoding = header("content-encoding");
  const receive = () =>
    receiveBody(request, response, { maxBytes: maxBodyBytes, budget: bodies }, (body) => done({ body, encoding }));
  const isSmall = header("transfer-encoding") === undefined && Number(header("content-length") ?? 0) <= smallBytes;
  if (isSmall) {
    receive();
    return;
  }
  engine.hasToken(header("x-access-token")).then((isValid) => {
    if (isValid) return receive();
    done({ body: "not read", encoding });
    discardBody(request);
  }, fail);
}

/** Applies the limits of received bodies to a body that is in memory already. */
export async function bodyInMemory(engine: Engine, token: string | undefined, body: Buffer): Promise<ReceivedBody> {
  if (body.length > smallBytes && !(await engine.hasToken(token))) return "not read";
  return body.length > maxBodyBytes ? "too large" : body;
}

import type { ServerResponse } from "node:http";
import { maxBodyBytes } from "../engine/body.js";
import type { Engine } from "../engine/engine.js";
import type { ReceivedBody } from "../requests/exchange.js";
import { type BodyBudget, smallBytes } from "./body-budget.js";
import { alreadyParsedBody, type MaybeRead } from "./read-before.js";
import { discardBody, receiveBody } from "./receive-body.js";
import type { VendorHeaders } from "./vendor-headers.js";

export interface VendorBody {
  readonly body: ReceivedBody;
  /** Its content-encoding; undefined if another Express app has read it, and so unpacked it. */
  readonly encoding: string | undefined;
}

interface Exchange {
  readonly request: MaybeRead;
  readonly response: ServerResponse;
  readonly headers: VendorHeaders;
}

/**
 * Reads the body of a request to the vendor's path. A body that is large, or of unknown length, is read only if a
 * company has the token: without, the answer does not depend on it.
 */
export function readVendorBody(
  { engine, bodies }: { readonly engine: Engine; readonly bodies: BodyBudget },
  { request, response, headers: { token, encoding, length, transfer } }: Exchange,
  done: (body: VendorBody) => void,
  fail: (error: unknown) => void,
): void {
  const before = alreadyParsedBody(request);
  if (before !== undefined) {
    done({ body: before, encoding: undefined });
    return;
  }
  const receive = () =>
    receiveBody(request, response, { maxBytes: maxBodyBytes, budget: bodies }, (body) => done({ body, encoding }));
  const isSmall = transfer === undefined && Number(length ?? 0) <= smallBytes;
  if (isSmall) {
    receive();
    return;
  }
  engine.hasToken(token).then((isKnown) => {
    if (isKnown) return receive();
    done({ body: "not read", encoding });
    discardBody(request);
  }, fail);
}

/** Returns what is kept of a body that is in memory already, as if it had been received. */
export async function bodyInMemory(engine: Engine, token: string | undefined, body: Buffer): Promise<ReceivedBody> {
  if (body.length > smallBytes && !(await engine.hasToken(token))) return "not read";
  return body.length > maxBodyBytes ? "too large" : body;
}

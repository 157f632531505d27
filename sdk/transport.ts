import { check } from "./check.js";
import { TransportError } from "./errors/transport-error.js";
import type { LunaClientOptions } from "./options.js";
import type { RawAnswer } from "./reader/read-answer.js";
import { redacted } from "./redact.js";
import type { OperationId } from "./wire.js";

const vendorUrl = "https://app.lunaloyaltycards.com/api/v1";

/** What fetch fails with: in Node the reason is in `cause`, other platforms keep it to themselves. */
type FetchFailure = { readonly cause?: { readonly code?: unknown } } | undefined;

/** What Node's fetch fails with when there was no connection over which a request could have been sent. */
const notConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_)/;

/** Sends a question once and hands over what comes back, whatever it is. */
export type Send = (operation: OperationId, parameters: object, signal: AbortSignal) => Promise<RawAnswer>;

export function transport({ token, baseUrl = vendorUrl, fetch }: LunaClientOptions): Send {
  // Checked here, because fetch would print a broken header in its error.
  check(/^[!-~]+$/.test(token ?? ""), "token");
  const methods = baseUrl.replace(/\/$/, "");

  return async (operation, parameters, signal) => {
    const request = new Request(`${methods}/${operation}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-access-token": token },
      body: JSON.stringify(parameters),
      // A redirect that is followed would carry the token to another address.
      redirect: "manual",
      signal,
    });
    try {
      const response = await (fetch ?? globalThis.fetch)(request);
      const headers = [...response.headers].map((header) => header.map((text) => redacted(text, token)));
      return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
    } catch (error) {
      const cause = (error as FetchFailure)?.cause;
      const reason = redacted(`${error}${cause ? `: ${cause}` : ""}`, token);
      throw new TransportError({ operation, reason, mayBeDone: !notConnected.test(`${cause?.code}`) });
    }
  };
}

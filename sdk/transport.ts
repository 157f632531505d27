import { methodsAt } from "./base-url.js";
import { TransportError } from "./errors/transport-error.js";
import type { LunaClientOptions } from "./options.js";
import type { RawAnswer } from "./reader/read-answer.js";
import type { OperationId } from "./wire.js";

/** What fetch fails with: in Node the reason is in `cause`, other platforms keep it to themselves. */
type FetchFailure = { readonly cause?: { readonly code?: unknown } } | undefined;

/** What Node's fetch fails with when there was no connection over which a request could have been sent. */
const notConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_)/;

/** How far a call has come. */
export interface Progress {
  /** Whether the service may have carried it out: false until it is sent, and again when it is certain that it was not. */
  mayBeDone: boolean;
}

/** Sends a question once and hands over what comes back, whatever it is. */
export type Send = (
  operation: OperationId,
  parameters: object,
  signal: AbortSignal,
  progress: Progress,
) => Promise<RawAnswer>;

export function transport({ token, baseUrl, fetch }: LunaClientOptions, redacted: (text: string) => string): Send {
  const methods = methodsAt(baseUrl);

  return async (operation, parameters, signal, progress) => {
    const request = new Request(`${methods}/${operation}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-access-token": token },
      body: JSON.stringify(parameters),
      // A redirect that is followed would carry the token to another address.
      redirect: "manual",
      signal,
    });
    progress.mayBeDone = true;
    try {
      const response = await (fetch ?? globalThis.fetch)(request);
      const headers = [...response.headers].map((header) => header.map(redacted));
      return { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
    } catch (error) {
      const cause = (error as FetchFailure)?.cause;
      progress.mayBeDone = !notConnected.test(`${cause?.code}`);
      throw new TransportError({ operation, reason: redacted(`${error}${cause ? `: ${cause}` : ""}`), ...progress });
    }
  };
}

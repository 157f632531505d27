import { TransportError } from "./errors/transport-error.js";
import type { LunaClientOptions } from "./options.js";
import type { RawResponse } from "./reader/read-response.js";
import type { MethodName } from "./wire.js";

/**
 * Errors of fetch. In Node the reason is in `cause`, with an error per address in `errors`; other platforms give no
 * reason.
 */
type FetchFailure =
  | { readonly code?: unknown; readonly cause?: FetchFailure; readonly errors?: readonly unknown[] }
  | undefined
  | null;

/** Describes a failure with its causes. An AggregateError has no text, so its code and its errors are named. */
function describe(failure: FetchFailure): string {
  const { cause, code, errors } = failure ?? {};
  const text = Array.isArray(errors) ? [code, ...errors].filter(Boolean).map(String).join(", ") : String(failure);
  return cause ? `${text}: ${describe(cause)}` : text;
}

/** Reads a value that fetch threw, including values that throw when they are read. */
function readFailure(thrown: unknown): { readonly reason: string; readonly wasSent: boolean } {
  try {
    const failure = thrown as FetchFailure;
    return { reason: describe(failure), wasSent: !notConnected.test(String(failure?.cause?.code)) };
  } catch {
    return { reason: "fetch failed with an unreadable value", wasSent: true };
  }
}

/** Codes of Node's fetch for a request that was not sent, because there was no connection. */
const notConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_)/;

/** Progress of a call. */
export interface Progress {
  /** Whether the call may have taken effect: false until the request is sent, and again if it was certainly not sent. */
  mayHaveSucceeded: boolean;
}

/** Sends a request once and returns the response. Throws TransportError. */
export type Send = (
  method: MethodName,
  parameters: object,
  signal: AbortSignal,
  progress: Progress,
) => Promise<RawResponse>;

/** Creates the function that sends requests to the methods below a URL. */
export function transport(
  methodsUrl: string,
  { token, fetch }: Pick<LunaClientOptions, "token" | "fetch">,
  redacted: (text: string) => string,
): Send {
  return async (method, parameters, signal, progress) => {
    const request = new Request(`${methodsUrl}/${method}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-access-token": token },
      body: JSON.stringify(parameters),
      // Following a redirect would send the token to another host.
      redirect: "manual",
      signal,
    });
    progress.mayHaveSucceeded = true;
    try {
      const response = await (fetch ?? globalThis.fetch)(request);
      const headers = [...response.headers].map((header) => header.map(redacted));
      const body: unknown = await response.text();
      if (typeof body !== "string") throw new TypeError("fetch returned a response without a text");
      return { status: response.status, headers: Object.fromEntries(headers), body };
    } catch (error) {
      const { reason, wasSent } = readFailure(error);
      progress.mayHaveSucceeded = wasSent;
      throw new TransportError({ method, reason: redacted(reason), ...progress });
    }
  };
}

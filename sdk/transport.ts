import { TransportError } from "./errors/transport-error.js";
import type { LunaClientOptions } from "./options.js";
import type { RawAnswer } from "./reader/read-answer.js";
import type { MethodName } from "./wire.js";

/**
 * The failures of fetch that this module reads. In Node the reason is in `cause`, with an error for each address that
 * was tried in `errors`; other platforms give no reason.
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

/** Reads whatever fetch threw, including values that fail when they are read. */
function readFailure(thrown: unknown): { readonly reason: string; readonly wasSent: boolean } {
  try {
    const failure = thrown as FetchFailure;
    return { reason: describe(failure), wasSent: !notConnected.test(String(failure?.cause?.code)) };
  } catch {
    return { reason: "fetch failed with a value that cannot be read", wasSent: true };
  }
}

/** Codes with which Node's fetch fails when there was no connection over which a request could have been sent. */
const notConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_)/;

/** How far a call has come. */
export interface Progress {
  /** Whether the service may have carried it out: false until it is sent, and again when it is certain that it was not. */
  mayBeDone: boolean;
}

/** Sends a question once and hands over what comes back, whatever it is. */
export type Send = (
  method: MethodName,
  parameters: object,
  signal: AbortSignal,
  progress: Progress,
) => Promise<RawAnswer>;

/** Creates the function that sends requests to the methods at an address. */
export function transport(
  methods: string,
  { token, fetch }: Pick<LunaClientOptions, "token" | "fetch">,
  redacted: (text: string) => string,
): Send {
  return async (method, parameters, signal, progress) => {
    const request = new Request(`${methods}/${method}`, {
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
      const body: unknown = await response.text();
      if (typeof body !== "string") throw new TypeError("fetch returned a response without a text");
      return { status: response.status, headers: Object.fromEntries(headers), body };
    } catch (error) {
      const { reason, wasSent } = readFailure(error);
      progress.mayBeDone = wasSent;
      throw new TransportError({ method, reason: redacted(reason), ...progress });
    }
  };
}

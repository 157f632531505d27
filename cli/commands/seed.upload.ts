import { adminTokenAdvice } from "../../shared/admin-token-advice.js";
import { FetchError, fetchText } from "../../shared/fetch-text.js";
import { isJson, parseJsonOr } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";

/** The server did not accept the state; the message has the reason. */
export class UploadError extends Error {
  override name = "UploadError" as const;
}

interface Destination {
  readonly url: string;
  readonly sandbox: string;
  readonly adminToken: string | undefined;
  readonly signal: AbortSignal;
}

interface Received {
  readonly status: number;
  /** Parsed JSON; undefined for another body. */
  readonly body: unknown;
}

/** A large state takes long to send and to load. */
const limits = { maxBytes: mebibyte, timeoutMs: 600_000 };

async function* joined(before: string, json: AsyncIterable<string>, after: string): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(before);
  for await (const text of json) yield encoder.encode(text);
  yield encoder.encode(after);
}

/** Sends a request to the control plane. Throws UploadError without a response. */
async function send(
  { url, adminToken, signal }: Destination,
  method: string,
  path: string,
  body?: ReadableStream,
): Promise<Received> {
  const headers: Record<string, string> = adminToken === undefined ? {} : { "x-luna-admin-token": adminToken };
  const init: RequestInit = { method, headers, signal, ...(body === undefined ? {} : { body, duplex: "half" }) };
  const { status, text } = await fetchText(`${url}/_luna${path}`, init, limits).catch((error) => {
    signal.throwIfAborted();
    throw error instanceof FetchError ? new UploadError(`${url} ${error.message}`) : error;
  });
  return { status, body: parseJsonOr(text, undefined) };
}

const hasError = (body: unknown): body is { readonly error: string } => isJson(body) && typeof body.error === "string";

/** Returns why the server did not accept a request. */
function refusal({ url, adminToken }: Destination, { status, body }: Received): UploadError {
  if (!hasError(body)) return new UploadError(`${url} responded ${status} and is not a luna-sandbox`);
  return new UploadError(status === 401 ? `${body.error}: ${adminTokenAdvice(adminToken !== undefined)}` : body.error);
}

/** Returns the first token of a sandbox; undefined for a body that shows no sandbox. */
function tokenIn(body: unknown): string | undefined {
  const company: unknown = isJson(body) && Array.isArray(body.companies) ? body.companies[0] : undefined;
  return isJson(company) && typeof company.token === "string" ? company.token : undefined;
}

/**
 * Puts a state into a sandbox, which is created if it does not exist. Returns a token of the sandbox. Throws UploadError
 * or the reason of the signal.
 */
export async function uploadState(to: Destination, json: AsyncIterable<string>): Promise<string> {
  const path = `/sandboxes/${encodeURIComponent(to.sandbox)}`;
  const found = await send(to, "GET", path);
  const exists = tokenIn(found.body) !== undefined;
  if (!exists && !(found.status === 404 && hasError(found.body))) throw refusal(to, found);
  const fixture = joined(`{"id":${JSON.stringify(to.sandbox)},"fixture":`, json, "}");
  const done = exists
    ? await send(to, "PUT", `${path}/state`, ReadableStream.from(joined("", json, "")))
    : await send(to, "POST", "/sandboxes", ReadableStream.from(fixture));
  const token = tokenIn(done.body);
  if (token === undefined) throw refusal(to, done);
  return token;
}

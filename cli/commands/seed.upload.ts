import {
  type ControlPlane,
  ControlRequestError,
  requestControl,
  unexpectedResponse,
} from "../../contracts/server/control-client.js";
import { isJson } from "../../shared/json.js";
import { mebibyte } from "../../shared/units.js";

/** Sandbox of a running server. */
interface Destination extends ControlPlane {
  readonly sandbox: string;
  readonly signal: AbortSignal;
}

/** A large state takes long to send and to load. */
const limits = { maxBytes: mebibyte, timeoutMs: 600_000 };

/** Creates a body that is sent while it is generated. */
function streamed(before: string, json: AsyncIterable<string>, after: string): ReadableStream {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    const encoder = new TextEncoder();
    yield encoder.encode(before);
    for await (const text of json) yield encoder.encode(text);
    yield encoder.encode(after);
  }
  return ReadableStream.from(chunks());
}

/** Returns the first token of a sandbox in a response. */
function tokenIn(to: Destination, { companies }: Readonly<Record<string, unknown>>): string {
  const company: unknown = Array.isArray(companies) ? companies[0] : undefined;
  if (!isJson(company) || typeof company.token !== "string") throw unexpectedResponse(to);
  return company.token;
}

async function exists(to: Destination, path: string): Promise<boolean> {
  try {
    tokenIn(to, await requestControl(to, "GET", path));
    return true;
  } catch (error) {
    if (error instanceof ControlRequestError && error.status === 404) return false;
    throw error;
  }
}

/**
 * Puts a state into a sandbox, which is created if it does not exist. Returns a token of the sandbox. Throws
 * ControlRequestError, NoControlPlaneError, or the reason of the signal.
 */
export async function uploadState(to: Destination, json: AsyncIterable<string>): Promise<string> {
  const path = `/sandboxes/${encodeURIComponent(to.sandbox)}`;
  try {
    const sandbox = (await exists(to, path))
      ? await requestControl(to, "PUT", `${path}/state`, { body: streamed("", json, ""), limits })
      : await requestControl(to, "POST", "/sandboxes", {
          body: streamed(`{"id":${JSON.stringify(to.sandbox)},"fixture":`, json, "}"),
          limits,
        });
    return tokenIn(to, sandbox);
  } catch (error) {
    to.signal.throwIfAborted();
    throw error;
  }
}

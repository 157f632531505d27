import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { readStream, TooLargeError } from "../../shared/read-limited.js";
import { mebibyte } from "../../shared/units.js";

export interface ForwardedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

/** A response without the headers of its connection. */
export interface ForwardedResponse {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
}

const connectionHeaders = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect"]);

/** Maximum duration of an exchange, in milliseconds. Pact's core waits for 30 seconds. */
const timeoutMs = 20_000;

/** Maximum size of a request or a response body, in bytes. The control plane has the same limit. */
export const maxBytes = 64 * mebibyte;

/** Returns the headers of a message without those of its connection. */
export const endToEnd = (headers: IncomingMessage["headers"]): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.has(name)));

/**
 * Sends a request to a server and returns its response. The path never selects another host. Drops the admin token and
 * the headers of the connection, and asks for an uncompressed response, because its body is read.
 */
export async function forward(
  target: string,
  { method, path, headers: all, body }: ForwardedRequest,
  signal?: AbortSignal,
): Promise<ForwardedResponse> {
  if (!path.startsWith("/")) throw new Error(`path must begin with "/", got ${JSON.stringify(path)}`);
  const { "x-luna-admin-token": _adminToken, ...headers } = all;
  const base = new URL(target);
  const send = base.protocol === "https:" ? httpsRequest : httpRequest;
  const limit = AbortSignal.timeout(timeoutMs);
  const outgoing = send(base, {
    path: base.pathname.replace(/\/$/, "") + path,
    method,
    headers: { ...headers, "accept-encoding": "identity", "content-length": body.length },
    // Without keep-alive: the server may close an idle connection just as it is reused.
    agent: false,
    signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
  });
  outgoing.on("upgrade", (_response, socket) => {
    socket.destroy();
    outgoing.emit("error", new Error("the server requires a protocol other than HTTP"));
  });
  // An error during the response is that of its stream, too.
  outgoing.on("error", () => undefined);
  outgoing.end(body);
  try {
    const [response] = (await once(outgoing, "response")) as [IncomingMessage];
    const received = await readStream(response, maxBytes).catch((error) => {
      const isTooLarge = error instanceof TooLargeError;
      const sender = base.origin + path.split("?")[0];
      throw new Error(
        isTooLarge ? `${sender} sent more than ${error.limit}` : "the connection broke off during the response",
      );
    });
    return { status: response.statusCode ?? 502, headers: endToEnd(response.headers), body: received };
  } catch (error) {
    throw limit.aborted ? new Error(`no response within ${timeoutMs / 1000} seconds`) : error;
  }
}

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
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(limit.aborted ? new Error(`no response within ${timeoutMs / 1000} seconds`) : error);
    const outgoing = send(
      base,
      {
        path: base.pathname.replace(/\/$/, "") + path,
        method,
        headers: { ...headers, "accept-encoding": "identity", "content-length": body.length },
        // Without keep-alive: the server may close an idle connection just as it is reused.
        agent: false,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      },
      (response) => {
        const { statusCode: status = 502 } = response;
        readStream(response, maxBytes).then(
          (received) => resolve({ status, headers: endToEnd(response.headers), body: received }),
          (error) =>
            fail(
              error instanceof TooLargeError
                ? new Error(`${base.origin}${path.split("?")[0]} sent more than ${error.limit}`)
                : new Error("the connection broke off during the response"),
            ),
        );
      },
    );
    outgoing.on("upgrade", (_response, socket) => {
      socket.destroy();
      fail(new Error("the server requires a protocol other than HTTP"));
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

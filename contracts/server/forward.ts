import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { mebibyte, readStream, TooLargeError } from "../../shared/read-limited.js";
import type { Reply, Sent } from "./provider.js";

const connectionHeaders = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "expect"]);

interface Forwarded {
  readonly response: IncomingMessage;
  readonly answer: Buffer;
}

/** How long a server may take for the whole of an answer, in milliseconds: Pact's core waits for 30 seconds. */
const timeoutMs = 20_000;

/** How much a client may send and a server may answer, in bytes: the control plane takes as much. */
const maxBytes = 64 * mebibyte;

/** Reads the body of a request. Throws TooLargeError; the request can be answered all the same. */
export const readRequest = (request: IncomingMessage): Promise<Buffer> =>
  readStream(request.iterator({ destroyOnReturn: false }), maxBytes);

/**
 * Sends a request on, with everything it carries but what belongs to the connection, and but the admin token, which is
 * nobody's to send through here. Answers are asked for as they are, not compressed: they are read on their way. It goes
 * to the target whatever its path is: that is never read as an address. The signal gives it up.
 */
export async function forward(target: string, message: Sent, signal?: AbortSignal): Promise<Forwarded> {
  const { method, path, body } = message;
  if (!path.startsWith("/")) throw new Error(`${JSON.stringify(path)} is not a path`);
  const { "x-luna-admin-token": _ofTheControlPlane, ...headers } = message.headers;
  const base = new URL(target);
  const send = base.protocol === "https:" ? httpsRequest : httpRequest;
  const limit = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve, reject) => {
    const fail = (error: Error) =>
      reject(limit.aborted ? new Error(`it took longer than ${timeoutMs / 1000} seconds`) : error);
    const outgoing = send(
      base,
      {
        path: base.pathname.replace(/\/$/, "") + path,
        method,
        headers: { ...headers, "accept-encoding": "identity", "content-length": body.length },
        // A connection of its own: an idle one may be closed by the server in the very moment in which it is used.
        agent: false,
        signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      },
      (response) => {
        readStream(response, maxBytes).then(
          (answer) => resolve({ response, answer }),
          (error) =>
            fail(error instanceof TooLargeError ? tooLarge(base, path, error) : new Error("its answer breaks off")),
        );
      },
    );
    outgoing.on("upgrade", (_response, socket) => {
      socket.destroy();
      fail(new Error("it wants to speak another protocol than HTTP"));
    });
    outgoing.on("error", fail);
    outgoing.end(body);
  });
}

const tooLarge = ({ origin }: URL, path: string, { limit }: TooLargeError): Error =>
  new Error(`${origin}${path.split("?")[0]} sent more than ${limit}`);

/** As {@link forward}, for what is left of the response when its connection is gone. */
export async function sendTo(target: string, message: Sent): Promise<Reply> {
  const { response, answer } = await forward(target, message);
  return { status: response.statusCode ?? 502, headers: endToEnd(response.headers), body: answer };
}

/** The headers of a message that do not belong to its connection. */
export const endToEnd = (headers: IncomingMessage["headers"]): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.has(name)));

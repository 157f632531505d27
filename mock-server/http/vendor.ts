import type { IncomingMessage, ServerResponse } from "node:http";
import { maxBodyBytes, tooLarge } from "../engine/body.js";
import type { Engine } from "../engine/engine.js";
import { isSecretName } from "../engine/redacted.js";
import type { LunaRequest, LunaResponse } from "../engine/request.js";
import { Batch } from "./batch.js";
import { allowOrigin } from "./cors.js";
import { originOf } from "./origin.js";

/** Where the vendor's methods are. */
export const vendorPath = "/api/v1/";

/** What is read of a body that is too large before the connection is cut; a client that has sent it all sees the answer. */
const drainedBytes = 64 * maxBodyBytes;

const corsHeaders = "content-type, x-access-token, x-api-key, x-luna-reading, x-luna-explain";

export interface VendorOptions {
  readonly engine: Engine;
  /** The web origin whose pages may call the API, `*` for all, undefined for none. */
  readonly cors: string | undefined;
}

/** Begins after all requests of a turn of the event loop were read. */
const handling = new Batch(setImmediate);

/** Begins after all of those were handled that nothing holds up. */
const sending = new Batch(process.nextTick);

/**
 * The headers that matter here. They are looked up in the raw list, because Node makes the object of all headers only
 * when it is asked for. One that comes twice is joined with a comma, as Node would.
 */
function headersOf({ rawHeaders }: IncomingMessage) {
  const found: Partial<Record<Known, string>> = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (!lengths.has(name.length)) continue;
    const key = keys.get(name.toLowerCase());
    if (key === undefined) continue;
    const before = found[key];
    const value = rawHeaders[at + 1] ?? "";
    found[key] = before === undefined ? value : `${before}, ${value}`;
  }
  return found;
}

type Known = "host" | "token" | "encoding" | "reading" | "explain";

const keys = new Map<string, Known>([
  ["host", "host"],
  ["x-access-token", "token"],
  ["content-encoding", "encoding"],
  ["x-luna-reading", "reading"],
  ["x-luna-explain", "explain"],
]);

/** Most headers are passed over by the length of their names, which is known without looking at them. */
const lengths: ReadonlySet<number> = new Set([...keys.keys()].map(({ length }) => length));

/**
 * Answers a request to the vendor's path. The listener calls it directly, because Express costs more than all the
 * rest of a request, and the Express app mounts it as well. `url` is the path from `/api/v1/` on.
 */
export function answerVendor(
  { engine, cors }: VendorOptions,
  url: string,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (cors !== undefined)
    allowOrigin(request, response, { origin: cors, methods: "POST, OPTIONS", headers: corsHeaders });
  if (request.method === "OPTIONS") {
    response.writeHead(204, { allow: "POST, OPTIONS", "x-luna-request-id": engine.requestId() }).end();
    return;
  }
  const mark = url.indexOf("?");
  const name = url.slice(vendorPath.length, mark < 0 ? undefined : mark);
  const query = mark < 0 ? undefined : url.slice(mark + 1);
  const send = ({ status, headers, body }: LunaResponse) => {
    if (response.destroyed) return;
    headers["content-length"] = String(Buffer.byteLength(body));
    endWith(response.writeHead(status, headers), body);
  };
  // What fails here is a bug of ours, and must not take the process with it.
  const fail = (error: unknown) => void response.destroy(error as Error);
  const before = readBefore(request);
  const answer = (body: Buffer | typeof tooLarge) =>
    handling.add(() => {
      const { host, token, encoding: sent, reading, explain } = headersOf(request);
      const { method = "GET" } = request;
      const origin = originOf(request, host);
      const credentials = token ? undefined : Object.keys(request.headers).filter(isCredential);
      // Whoever has read a compressed body has also unpacked it.
      const encoding = before === undefined ? sent : undefined;
      const asked: LunaRequest = { method, name, query, token, credentials, body, encoding, reading, explain, origin };
      engine.handle(asked).then((answered) => sending.add(() => send(answered), fail), fail);
    }, fail);
  if (before === undefined) readBody(request, answer);
  else answer(before);
}

/**
 * Ends an answer with one plain write. `end(body)` makes two pieces of it, which the system has to gather: that is a
 * twentieth of the time that a bare server takes for a request.
 */
function endWith(response: ServerResponse, body: string): void {
  const { socket } = response;
  // The answer to an earlier request of this connection is not out yet.
  if (socket === null) return void response.end(body);
  socket.cork();
  response.write(body);
  socket.uncork();
  response.end();
}

/** A header in which clients of other APIs send a token. */
const isCredential = (name: string): boolean =>
  isSecretName(name) && name !== "x-access-token" && name !== "x-luna-admin-token";

/** The body of a request that another Express app has read already, if it has. */
function readBefore(request: IncomingMessage & { readonly body?: unknown }): Buffer | undefined {
  if (!request.readableEnded) return undefined;
  const { body } = request;
  if (body === undefined) return Buffer.alloc(0);
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === "string" ? body : JSON.stringify(body));
}

/** Reads a body and hands it over once. A request that is broken off is not handled at all. */
function readBody(request: IncomingMessage, done: (body: Buffer | typeof tooLarge) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let isDone = false;
  const finish = () => {
    if (isDone) return;
    isDone = true;
    if (size > maxBodyBytes) done(tooLarge);
    else done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  };
  request.on("data", (chunk: Buffer) => {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (size > drainedBytes) finish();
  });
  request.on("end", finish);
  // The socket is gone: there is nobody to answer.
  request.on("error", () => {
    isDone = true;
  });
}

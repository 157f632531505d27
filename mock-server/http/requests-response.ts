import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { inSlices } from "../../shared/in-slices.js";
import type { StreamEvent } from "../control/request-stream.js";
import type { FoundEntries } from "../control/requests.js";
import type { FormatContext } from "../requests/formats/format.js";
import { type FormatName, formats } from "../requests/formats/index.js";

/** Size of a piece: an unread response holds one piece in memory. */
const piece = { maxWeight: 64 * 1024, weigh: (text: string) => text.length };

function* textsOf({ entries }: FoundEntries, name: FormatName, context: FormatContext): Generator<string> {
  for (const entry of entries) {
    const text = formats[name].entry(entry, context);
    if (text !== undefined) yield text;
  }
}

async function* pieces(found: FoundEntries, name: FormatName, context: FormatContext): AsyncGenerator<string> {
  const { head, separator, tail } = formats[name];
  let before = "";
  yield head(context);
  for await (const slice of inSlices(textsOf(found, name, context), piece)) {
    yield before + slice.join(separator);
    before = separator;
  }
  yield tail(context);
}

/** Sends texts as they come. Resolves when all are sent or the client has closed the connection. */
export async function sendAll(response: Response, texts: AsyncIterable<string>): Promise<void> {
  await pipeline(Readable.from(texts, { highWaterMark: 1 }), response).catch((error: NodeJS.ErrnoException) => {
    // The client has closed the connection.
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
}

/** Sends entries in pieces, so that a long log blocks no other request and slow clients need little memory. */
export async function sendEntries(
  response: Response,
  found: FoundEntries,
  name: FormatName,
  { origin, sandboxId }: Pick<FormatContext, "origin" | "sandboxId">,
): Promise<void> {
  response.set("content-type", formats[name].contentType);
  await sendAll(response, pieces(found, name, { origin, sandboxId, dropped: found.dropped }));
}

/** Returns an event in the form of server-sent events. JSON has no line breaks. */
function eventText(event: StreamEvent): string {
  if (event.kind === "heartbeat") return ": heartbeat\n\n";
  const { kind, ...data } = event;
  const id = kind === "request" ? `id: ${event.entry.requestId}\n` : "";
  return `event: ${kind}\n${id}data: ${JSON.stringify(kind === "request" ? event.entry : data)}\n\n`;
}

async function* eventTexts(events: AsyncIterable<StreamEvent>): AsyncGenerator<string> {
  for await (const event of events) yield eventText(event);
}

/** Sends server-sent events until they end or the client closes the connection. */
export async function sendEvents(response: Response, events: AsyncIterable<StreamEvent>): Promise<void> {
  response.set({
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  response.flushHeaders();
  if (response.req.method === "HEAD") return void response.end();
  await sendAll(response, eventTexts(events));
}

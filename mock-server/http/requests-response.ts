import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";
import { inSlices } from "../../shared/in-slices.js";
import type { FoundEntries } from "../control/requests.js";
import type { RequestEntry } from "../requests/entry.js";
import { contentTypes } from "./content-types.js";

/** Size of a piece: an unread response holds one piece in memory. */
const piece = { maxWeight: 64 * 1024, weigh: (line: string) => line.length };

function* lines(entries: Iterable<RequestEntry>): Generator<string> {
  for (const entry of entries) yield JSON.stringify(entry);
}

async function* jsonOf({ entries, dropped }: FoundEntries): AsyncGenerator<string> {
  let separator = "";
  yield '{"requests":[';
  for await (const slice of inSlices(lines(entries), piece)) {
    yield separator + slice.join(",");
    separator = ",";
  }
  yield `],"dropped":${JSON.stringify(dropped)}}`;
}

/** Sends entries in pieces, so that a long log blocks no other request and slow clients need little memory. */
export async function sendEntries(response: Response, found: FoundEntries): Promise<void> {
  response.set("content-type", contentTypes.json);
  await pipeline(Readable.from(jsonOf(found)), response).catch((error: NodeJS.ErrnoException) => {
    // The client has closed the connection.
    if (error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
}

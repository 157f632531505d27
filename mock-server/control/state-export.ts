import { createHash } from "node:crypto";
import { inSlices, textLimit } from "../../shared/in-slices.js";
import { mebibyte } from "../../shared/units.js";
import type { State } from "../state/state.js";
import { stateJson } from "../state/state-json.js";
import { etagOfHash } from "./etag.js";

/** Up to this size the JSON is kept for the response. A larger state is serialized again, to save memory. */
const maxKeptBytes = 8 * mebibyte;

/** The state of one moment as JSON, with its ETag. */
export interface StateExport {
  readonly etag: string;
  readonly bytes: number;
  /** Yields the JSON in pieces. */
  json(): AsyncIterable<string>;
}

async function* textsOf(state: State): AsyncGenerator<string> {
  for await (const texts of inSlices(stateJson(state), textLimit)) yield texts.join("");
}

async function* yieldAll(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}

/** Computes the ETag of a state in slices, so that other requests are served meanwhile. */
export async function exportState(state: State): Promise<StateExport> {
  const hash = createHash("sha256");
  let bytes = 0;
  let kept: string[] = [];
  for await (const text of textsOf(state)) {
    hash.update(text);
    bytes += Buffer.byteLength(text);
    if (bytes <= maxKeptBytes) kept.push(text);
    else kept = [];
  }
  return { etag: etagOfHash(hash), bytes, json: () => (bytes <= maxKeptBytes ? yieldAll(kept) : textsOf(state)) };
}

/** Returns the ETag of a state at once, for use in a transaction. */
export function etagOfState(state: State): string {
  const hash = createHash("sha256");
  for (const text of stateJson(state)) hash.update(text);
  return etagOfHash(hash);
}

import { assertCount, assertOption, isCount } from "./assert.js";
import type { CallFunction } from "./call.js";
import { BroadcastError } from "./errors/broadcast-error.js";
import { pageSizes } from "./facts.gen.js";
import type { CallOptions } from "./options.js";

/** A message and its recipients. */
export interface Broadcast {
  /** Id of the card template whose holders get the message. */
  readonly idTemplate: number;
  /** Text of the message; may contain variables such as `{{clientFName}}`. */
  readonly messageText: string;
}

/** Progress of a broadcast after a page. */
export interface BroadcastProgress {
  /** Number of the page that was sent. */
  readonly page: number;
  /** Messages of this page: 10, or fewer on the last page. */
  readonly selected: number;
  /** Messages so far. */
  readonly sent: number;
}

/** Options of a broadcast. */
export interface BroadcastOptions extends CallOptions {
  /** Number of the page to begin with, to resume after a BroadcastError; the default is the first. */
  readonly fromPage?: number | undefined;
  /**
   * Maximum number of pages, at least 1; the default is 1,000, which is 10,000 messages. It stops a service that always
   * responds with a full page. When it is reached and the last page was full, the broadcast rejects with a BroadcastError.
   */
  readonly maxPages?: number | undefined;
  /** Called after every page; the next page waits for it. */
  readonly onProgress?: ((progress: BroadcastProgress) => unknown) | undefined;
}

/** Result of a complete broadcast. */
export interface BroadcastResult {
  /** Number of messages. */
  readonly sent: number;
}

/** Sends page after page until a page is not full. */
export async function broadcast(
  caller: CallFunction,
  { idTemplate, messageText }: Broadcast,
  firstPage: number,
  { fromPage: page = firstPage, maxPages = 1000, onProgress, ...options }: BroadcastOptions = {},
): Promise<BroadcastResult> {
  assertCount("fromPage", page);
  assertOption(isCount(maxPages) && maxPages > 0, "maxPages must be an integer of at least 1");
  const method = "sendInfoPush";
  const progress = { mayHaveSucceeded: false };
  const call = caller(options, progress);
  const endPage = page + maxPages;
  let sent = 0;
  try {
    while (page < endPage) {
      // Only this method takes the template's id as a string.
      const parameters = { pushSegment: "allClients", idTemplate: String(idTemplate), messageText, page };
      const { result, unexpected } = await call(method, parameters);
      const selected = result?.numberOfRowsSelected ?? 0;
      if (!isCount(selected) || selected > pageSizes[method]) throw unexpected("bad numberOfRowsSelected");
      progress.mayHaveSucceeded = false;
      page += 1;
      sent += selected;
      await onProgress?.({ page: page - 1, selected, sent });
      if (selected < pageSizes[method]) return { sent };
    }
    throw new Error(`maxPages reached: ${maxPages} full pages were sent`);
  } catch (cause) {
    throw new BroadcastError({ method, resumeFrom: page, sent, cause, ...progress });
  }
}

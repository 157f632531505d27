import type { Caller } from "./call.js";
import { check, checkCount, isCount } from "./check.js";
import { BroadcastError } from "./errors/broadcast-error.js";
import { pageSizes } from "./facts.gen.js";
import type { CallOptions } from "./options.js";

/** What is sent, and to whom. */
export interface Broadcast {
  /** Id of the card template whose holders get the message. */
  readonly idTemplate: number;
  /** Text of the message; may hold variables such as `{{clientFName}}`. */
  readonly messageText: string;
}

/** How far a broadcast is, after each page. */
export interface BroadcastProgress {
  /** The page that was sent. */
  readonly page: number;
  /** Messages of this page: 10, or fewer on the last page. */
  readonly selected: number;
  /** Messages so far. */
  readonly sent: number;
}

/** What a broadcast can have of its own. */
export interface BroadcastOptions extends CallOptions {
  /** The page to begin with, to go on after a BroadcastError; the default is the first. */
  readonly fromPage?: number | undefined;
  /**
   * The most pages to send, at least 1; the default is 1,000, which is 10,000 messages. A service that always answers
   * with a full page would otherwise get the same message without end. When the limit is reached and the last page was
   * full, the broadcast rejects with a BroadcastError from which it can go on.
   */
  readonly maxPages?: number | undefined;
  /** Called after every page that was sent; the next page waits for it. */
  readonly onProgress?: ((progress: BroadcastProgress) => unknown) | undefined;
}

/** How a broadcast ended that reached its last page. */
export interface BroadcastResult {
  /** Messages that were sent. */
  readonly sent: number;
}

/** Sends page after page until a page is not full. */
export async function broadcast(
  caller: Caller,
  { idTemplate, messageText }: Broadcast,
  firstPage: number,
  { fromPage: page = firstPage, maxPages = 1000, onProgress, ...options }: BroadcastOptions = {},
): Promise<BroadcastResult> {
  checkCount("fromPage", page);
  check(isCount(maxPages) && maxPages > 0, "maxPages must be a whole number from 1 on");
  const method = "sendInfoPush";
  // Of the page that is under way.
  const progress = { mayBeDone: false };
  const call = caller(options, progress);
  const endPage = page + maxPages;
  let sent = 0;
  try {
    while (page < endPage) {
      // This method alone has the template's id as a string.
      const parameters = { pushSegment: "allClients", idTemplate: String(idTemplate), messageText, page };
      const { answer, unexpected } = await call(method, parameters);
      const selected = answer?.numberOfRowsSelected ?? 0;
      if (!isCount(selected) || selected > pageSizes[method]) throw unexpected("bad numberOfRowsSelected");
      progress.mayBeDone = false;
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

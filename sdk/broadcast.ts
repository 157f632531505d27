import type { Call } from "./call.js";
import { check, isCount } from "./check.js";
import { BroadcastError } from "./errors/broadcast-error.js";
import { isSdkError } from "./errors/sdk-error.js";
import { pageSizes } from "./facts.gen.js";
import type { CallOptions } from "./options.js";

export interface Broadcast {
  /** Id of the card template whose holders get the message. */
  readonly idTemplate: number;
  /** Text of the message; may hold variables such as `{{clientFName}}`. */
  readonly messageText: string;
}

export interface BroadcastProgress {
  /** The page that was sent. */
  readonly page: number;
  /** Messages of this page: 10, or fewer on the last page. */
  readonly selected: number;
  /** Messages so far. */
  readonly sent: number;
}

export interface BroadcastOptions extends CallOptions {
  /** The page to begin with, to go on after a BroadcastError; the default is the first. */
  readonly fromPage?: number | undefined;
  /** Hears of every page that was sent; the next one waits for it. */
  readonly onProgress?: ((progress: BroadcastProgress) => unknown) | undefined;
}

export interface BroadcastResult {
  /** Messages that were sent. */
  readonly sent: number;
}

/** Sends page after page until one is not full. */
export async function broadcast(
  call: Call,
  { idTemplate, messageText }: Broadcast,
  firstPage: number,
  { fromPage: page = firstPage, onProgress, ...options }: BroadcastOptions = {},
): Promise<BroadcastResult> {
  check(isCount(page), "fromPage");
  const operation = "sendInfoPush";
  let sent = 0;
  let isAsked = false;
  try {
    for (;;) {
      options.signal?.throwIfAborted();
      // This method alone has the template's id as a string.
      const parameters = { pushSegment: "allClients", idTemplate: String(idTemplate), messageText, page };
      const asked = call(operation, parameters, options);
      isAsked = true;
      const { answer, unexpected } = await asked;
      const selected = answer?.numberOfRowsSelected ?? 0;
      if (!isCount(selected)) throw unexpected("bad numberOfRowsSelected");
      isAsked = false;
      page += 1;
      sent += selected;
      await onProgress?.({ page: page - 1, selected, sent });
      if (selected < pageSizes[operation]) return { sent };
    }
  } catch (cause) {
    const mayBeDone = isAsked && (!isSdkError(cause) || cause.mayBeDone);
    throw new BroadcastError({ operation, resumeFrom: page, sent, mayBeDone, cause });
  }
}

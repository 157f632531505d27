import type { Caller } from "./call.js";
import { checkCount } from "./check.js";
import { pageSizes } from "./facts.gen.js";
import type { CallOptions } from "./options.js";
import type { AnswerOf } from "./wire.js";

/** What a walk through a list can have of its own. */
export interface PageOptions extends CallOptions {
  /** The page to begin with; the default is the first. */
  readonly fromPage?: number | undefined;
}

/** The methods whose answer is a page of rows. */
export type PagedId = Exclude<keyof typeof pageSizes, "sendInfoPush">;
export type RowOf<Id extends PagedId> = AnswerOf<Id>["rows"][number];

/** Identifies a row: its id, and the number of its card if it has one, because a client may have two cards. */
const keyOf = ({ id, serialNumber }: { readonly id: number; readonly serialNumber?: string }): string =>
  `${id} ${serialNumber}`;

/**
 * Yields the rows of all pages, one after the other; a page is requested when its first row is. It ends after a page
 * that is not full, so a last page that is full costs one more call, for an empty page.
 *
 * Where new records come first, they push others to the next page: a row that was on the page before is not yielded
 * twice. If that is true of a whole page, the service ignores `page`, and the rows end with an UnexpectedResponseError.
 *
 * A list that shrinks while it is read moves rows to pages that were read already. Such a list is read page by page
 * until a page holds no new row, so a full page costs one more call.
 */
export async function* rowsOf<Id extends PagedId>(
  caller: Caller,
  method: Id,
  parameters: object,
  firstPage: number,
  { fromPage: page = firstPage, ...options }: PageOptions = {},
): AsyncGenerator<RowOf<Id>, void, undefined> {
  checkCount("fromPage", page);
  const call = caller(options);
  const shrinks = method === "getTemplateClientPasses";
  let before = new Set<string>();
  let isRepeat = false;
  for (;;) {
    const { answer, unexpected } = await call(method, { ...parameters, page });
    const rows: readonly RowOf<Id>[] = answer.rows;
    const fresh = rows.filter((row) => !before.has(keyOf(row)));
    yield* fresh;
    if (rows.length < pageSizes[method]) return;
    if (fresh.length === 0 && !isRepeat) throw unexpected(`page ${page} again`);
    if (shrinks) for (const row of fresh) before.add(keyOf(row));
    else before = new Set(rows.map(keyOf));
    isRepeat = shrinks && fresh.length > 0;
    if (!isRepeat) page += 1;
  }
}

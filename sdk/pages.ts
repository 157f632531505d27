import { assertCount } from "./assert.js";
import type { CallFunction } from "./call.js";
import { pageSizes } from "./facts.gen.js";
import type { CallOptions } from "./options.js";
import type { ResultOf } from "./wire.js";

/** Options of a list. */
export interface PageOptions extends CallOptions {
  /** Number of the page to begin with; the default is the first. */
  readonly fromPage?: number | undefined;
}

/** The methods that return a page of rows. */
export type PagedId = Exclude<keyof typeof pageSizes, "sendInfoPush">;
export type RowOf<Id extends PagedId> = ResultOf<Id>["rows"][number];

/** Returns the identity of a row: its id and the serial number of its card, as a client may have two cards. */
const keyOf = ({ id, serialNumber }: { readonly id?: number; readonly serialNumber?: string }): string =>
  `${id} ${serialNumber}`;

/**
 * Yields the rows of all pages. Requests a page when its first row is needed. Ends after a page that is not full, so a
 * full last page costs an additional call.
 *
 * New records at the start of a list move rows to the next page: a row of the previous page is not yielded again. If a
 * page repeats the previous page, the service ignores `page`, and the rows end with an UnexpectedResponseError.
 *
 * A list that shrinks while it is read moves rows to earlier pages. Each of its pages is read again until it has no new
 * row, so a full page costs an additional call.
 */
export async function* rowsOf<Id extends PagedId>(
  caller: CallFunction,
  method: Id,
  parameters: object,
  firstPage: number,
  { fromPage: page = firstPage, ...options }: PageOptions = {},
): AsyncGenerator<RowOf<Id>, void, undefined> {
  assertCount("fromPage", page);
  const call = caller(options);
  const shrinks = method === "getTemplateClientPasses";
  let seen = new Set<string>();
  let isRepeat = false;
  for (;;) {
    const { result, unexpected } = await call(method, { ...parameters, page });
    const rows: readonly RowOf<Id>[] = result.rows;
    const fresh = rows.filter((row) => !seen.has(keyOf(row)));
    yield* fresh;
    if (rows.length < pageSizes[method]) return;
    if (fresh.length === 0 && !isRepeat) throw unexpected(`page ${page} again`);
    if (shrinks) for (const row of fresh) seen.add(keyOf(row));
    else seen = new Set(rows.map(keyOf));
    isRepeat = shrinks && fresh.length > 0;
    if (!isRepeat) page += 1;
  }
}

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

/** What tells a row from the others: its id, and the number of its card if it has one, as a client may have two cards. */
const keyOf = ({ id, serialNumber }: { readonly id: number; readonly serialNumber?: string }): string =>
  `${id} ${serialNumber}`;

/**
 * The rows of all pages, one after the other; a page is asked for when its first row is. It ends after a page that is
 * not full, so a last page that is full costs one more call, for an empty page.
 *
 * Where new records come first, they push others to the next page: a row that was on the page before is not given
 * twice. If that is true of a whole page, the service does not heed `page`, and the rows end with an
 * UnexpectedAnswerError.
 */
export async function* rowsOf<Id extends PagedId>(
  caller: Caller,
  operation: Id,
  parameters: object,
  firstPage: number,
  { fromPage: page = firstPage, ...options }: PageOptions = {},
): AsyncGenerator<RowOf<Id>, void, undefined> {
  checkCount("fromPage", page);
  const call = caller(options);
  let before = new Set<string>();
  for (; ; page += 1) {
    const { answer, unexpected } = await call(operation, { ...parameters, page });
    const rows: readonly RowOf<Id>[] = answer.rows;
    const fresh = rows.filter((row) => !before.has(keyOf(row)));
    yield* fresh;
    if (rows.length < pageSizes[operation]) return;
    if (fresh.length === 0) throw unexpected(`page ${page} again`);
    before = new Set(rows.map(keyOf));
  }
}

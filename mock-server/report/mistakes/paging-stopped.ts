import type { MethodName } from "../../../openapi/document.js";
import { isFirstPage, type LoggedCall, requestedPage, requestKey } from "../call.js";
import type { Mistake } from "../mistake.js";

/** Methods whose first page has the newest rows, which are usually enough. */
const newestFirst: ReadonlySet<MethodName> = new Set(["getPassOperations", "getInfoPushList"]);

const isFullPage = ({ entry, facts }: LoggedCall) => entry.rows !== null && entry.rows >= (facts.pageSize ?? Infinity);

export const pagingStopped: Mistake = {
  id: "paging-stopped",
  text: "A page of a list was full, and the client never requested the next page.",
  severity: "hint",
  example: "getClientsList returns 10 rows for page 1, and page 2 is never requested",
  advice: "Request page + 1 until a page is not full, unless you need only the first rows.",
  find: (calls) => {
    const lists = calls.filter(({ facts, method }) => facts.pageSize !== undefined && method !== "sendInfoPush");
    const asked = new Set(lists.map((call) => `${requestKey(call, "page")} ${requestedPage(call)}`));
    return lists
      .filter((call) => call.accepted && isFullPage(call))
      .filter((call) => !(newestFirst.has(call.method) && isFirstPage(call)))
      .filter((call) => !asked.has(`${requestKey(call, "page")} ${requestedPage(call) + 1}`))
      .map((call) => ({
        calls: [call],
        observed: `${call.method}: the last requested page was full (${call.facts.pageSize} rows)`,
      }));
  },
};

import type { MethodName } from "../../../openapi/document.js";
import { type Call, isFirstPage, pageOf, questionOf } from "../call.js";
import type { Mistake } from "../mistake.js";

/** Their first page has the newest: whoever asks for it alone has what is wanted most of the time. */
const newestFirst: ReadonlySet<MethodName> = new Set(["getPassOperations", "getInfoPushList"]);

const isFull = ({ entry, facts }: Call) => entry.rows !== null && entry.rows >= (facts.pageSize ?? Infinity);

export const pagingStopped: Mistake = {
  id: "paging-stopped",
  text: "A page of a list was full, and the next one was never asked for.",
  severity: "hint",
  example: "getClientsList answers 10 rows to page 1, and page 2 is never asked for",
  advice: "Go on with page + 1 until a page is not full, unless the first rows are all you want.",
  find: (calls) => {
    const lists = calls.filter(({ facts, method }) => facts.pageSize !== undefined && method !== "sendInfoPush");
    const asked = new Set(lists.map((call) => `${questionOf(call, "page")} ${pageOf(call)}`));
    return lists
      .filter((call) => call.accepted && isFull(call))
      .filter((call) => !(newestFirst.has(call.method) && isFirstPage(call)))
      .filter((call) => !asked.has(`${questionOf(call, "page")} ${pageOf(call) + 1}`))
      .map((call) => ({
        calls: [call],
        seen: `${call.method}: a page had all ${call.facts.pageSize} rows it can have and was the last that was asked for`,
      }));
  },
};

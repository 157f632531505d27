import { serialParameter } from "../../openapi/document.js";
import { isJson } from "../../shared/json.js";
import { changedRecords, type RequestRecord } from "./request-record.js";

/** Selects requests. */
export interface RequestFilters {
  readonly method?: string | undefined;
  /** Only requests that name this card in their body or have changed it. */
  readonly serial?: string | undefined;
  /** true: only refused requests; false: only requests that were not refused. */
  readonly refused?: boolean | undefined;
}

/** Returns whether a record matches all filters but `serial`, which takes longer. */
export const isCandidate = (record: RequestRecord, { method, refused }: RequestFilters): boolean =>
  (method === undefined || record.method?.id === method) &&
  (refused === undefined || (record.refused !== undefined) === refused);

/** Creates a function that returns whether a request names a card in its body or has changed it. */
export function cardMatcher(serial: string): (record: RequestRecord) => boolean {
  const bytes = Buffer.from(serial);
  return (record) => {
    const { request, texts } = record;
    if (changedRecords(record).some(({ table, key }) => table === "cards" && key === serial)) return true;
    if (!texts.mayContain(request, bytes)) return false;
    const body = texts.get(request);
    return isJson(body) && body[serialParameter] === serial;
  };
}

/** Creates a function that returns whether a record matches all filters. */
export function matcherOf(filters: RequestFilters): (record: RequestRecord) => boolean {
  const matchesCard = filters.serial === undefined ? () => true : cardMatcher(filters.serial);
  return (record) => isCandidate(record, filters) && matchesCard(record);
}

import { type MethodFacts, type MethodName, methodFacts } from "../../openapi/document.js";
import { isJson, type Json } from "../../shared/json.js";
import type { RequestEntry } from "../requests/entry.js";
import type { FaultKind } from "../requests/exchange.js";
import { responseFields } from "../requests/request-record.js";

/** A logged request to a method of the vendor's API, as examined by the mistake detectors. */
export interface LoggedCall {
  readonly entry: RequestEntry;
  readonly method: MethodName;
  readonly facts: MethodFacts;
  /** Time of the request in milliseconds of real time. */
  readonly at: number;
  /** Parameters in the body; empty if the body is not an object. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** Whether it was neither refused nor failed. The response alone does not show it in all profiles. */
  readonly accepted: boolean;
  readonly refused: boolean;
}

const asObject = (value: unknown): Json => (isJson(value) ? value : {});

/** Effects of faults that leave the response whole and fresh. */
const harmlessEffects: readonly FaultKind[] = ["delay", "drip"];

/** Returns the requests that call a method, in order of time, without those whose response a fault has changed. */
export const callsOf = (entries: readonly RequestEntry[]): readonly LoggedCall[] =>
  entries
    .flatMap((entry): LoggedCall[] => {
      const { method, why, status, fault } = entry;
      if (method === null || (fault && !harmlessEffects.includes(fault.effect))) return [];
      return [
        {
          entry,
          method,
          facts: methodFacts[method],
          at: Date.parse(entry.at),
          sent: asObject(entry.request),
          accepted: why === null && status < 500,
          refused: why !== null,
        },
      ];
    })
    .sort((a, b) => a.at - b.at);

/** Whether a parameter is empty, which the server treats like a missing parameter. */
export const isEmptyParameter = (value: unknown): boolean => value === undefined || value === null || value === "";

/** Returns a string that is equal for equal values; a number equals its digits in a string. */
export const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** Returns a string that is equal for calls of one method with equal parameters, except those in `ignored`. */
export const requestKey = ({ method, facts, sent }: LoggedCall, ...ignored: readonly string[]): string =>
  JSON.stringify([
    method,
    ...facts.parameters
      .filter(({ name }) => !ignored.includes(name))
      .map(({ name }) => (isEmptyParameter(sent[name]) ? null : textOf(sent[name]))),
  ]);

const firstPage = ({ entry }: LoggedCall): number => (entry.profile.firstPage === "0" ? 0 : 1);

/** Returns the requested page; by default the first page of the profile. */
export const requestedPage = (call: LoggedCall): number =>
  isEmptyParameter(call.sent.page) ? firstPage(call) : Number(textOf(call.sent.page));

export const isFirstPage = (call: LoggedCall): boolean => requestedPage(call) === firstPage(call);

/** Returns a field of the response, in all profiles. */
export const responseField = ({ entry }: LoggedCall, name: string): unknown => responseFields(entry.response)[name];

const maxQuoteLength = 60;

/** Returns a client's text for messages: quoted, truncated, and in ASCII, so that look-alike letters are visible. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > maxQuoteLength ? `${text.slice(0, maxQuoteLength)}...` : text).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

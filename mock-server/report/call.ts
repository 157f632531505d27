import { type MethodFacts, type MethodName, methodFacts } from "../../openapi/document.js";
import type { RequestEntry } from "../requests/entry.js";
import { answerFields } from "../requests/rows.js";

/** A request to a method of the vendor's API, as mistakes look for themselves in it. */
export interface Call {
  readonly entry: RequestEntry;
  readonly method: MethodName;
  readonly facts: MethodFacts;
  /** When it came, in milliseconds of real time. */
  readonly at: number;
  /** The body, if it is an object. */
  readonly sent: Readonly<Record<string, unknown>>;
  /** Neither refused nor failed. Answers differ between profiles, so that only the request log knows it. */
  readonly accepted: boolean;
  readonly refused: boolean;
}

const asObject = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

/** The requests of a request log that name a method, in the order in which they came. */
export const callsOf = (entries: readonly RequestEntry[]): readonly Call[] =>
  entries
    .flatMap((entry): Call[] => {
      const { method, why, status } = entry;
      if (method === null) return [];
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
    .sort((one, other) => one.at - other.at);

/** Whether a value means nothing: intake passes over it as if it had not been sent. */
export const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === "";

/** A value as text that is the same for the same value; a number and its digits in a string are the same. */
export const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** The method and its parameters but for some, as text that is the same for the same question. */
export const questionOf = ({ method, facts, sent }: Call, ...without: readonly string[]): string =>
  JSON.stringify([
    method,
    ...facts.parameters
      .filter(({ name }) => !without.includes(name))
      .map(({ name }) => (isAbsent(sent[name]) ? null : textOf(sent[name]))),
  ]);

const firstPage = ({ entry }: Call): number => (entry.profile.firstPage === "0" ? 0 : 1);

/** Which page a call asks for; the first one if it does not say. */
export const pageOf = (call: Call): number =>
  isAbsent(call.sent.page) ? firstPage(call) : Number(textOf(call.sent.page));

export const isFirstPage = (call: Call): boolean => pageOf(call) === firstPage(call);

/** A value out of the answer, whatever the profile wraps the answer in. */
export const answered = ({ entry }: Call, name: string): unknown => answerFields(entry.answer)[name];

const longest = 60;

/** What a client sent, fit to be printed: quoted, not too long, and in ASCII, so that look-alike letters show. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length > longest ? `${text.slice(0, longest)}...` : text).replace(
    /[^\x20-\x7e]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

import { isUtf8 } from "node:buffer";
import type { MethodName } from "../../openapi/document.js";
import { parseJsonOr } from "../../shared/json.js";
import { isTooDeep } from "../../shared/redact.js";
import type { StateCall } from "../states/index.js";

/** A request with its response. */
export interface RecordedExchange {
  readonly method: MethodName;
  /** Value of x-access-token, which must not be written. */
  readonly token: string | undefined;
  /** Content type of the request. */
  readonly requestType: string | undefined;
  /** Parsed body of the request; undefined if it was empty. */
  readonly request: unknown;
  readonly status: number;
  /** Content type of the response. */
  readonly responseType: string | undefined;
  /** Parsed body of the response; undefined if it was empty. */
  readonly response: unknown;
  readonly states: readonly StateCall[];
  /** Number of the first page under the sandbox's profile. */
  readonly firstPage: number;
}

const textsIn = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...textsIn(inner)]);
};

/** Whether a text has half a surrogate pair, which JSON can escape but readers of pacts reject. */
export const hasLoneSurrogate = (value: unknown): boolean => /\p{Surrogate}/u.test(textsIn(value).join("\n"));

/** Parses JSON; undefined for no bytes. Throws SyntaxError without a quotation, which might be a secret. */
export function parseJsonBody(part: string, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new SyntaxError(`the ${part} body is not UTF-8`);
  const value = parseJsonOr(bytes.toString(), undefined);
  if (value === undefined) throw new SyntaxError(`the ${part} body is not JSON`);
  if (isTooDeep(value)) throw new SyntaxError(`the ${part} body is nested deeper than 32 levels`);
  return value;
}

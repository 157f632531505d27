import { type OperationId, operationFacts } from "../../openapi/document.js";
import type { Json } from "../json.js";
import type { StateCall } from "../states/index.js";

/** A request or an answer as a pact file has it, whatever its version. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON of the body, or its text; undefined without one. */
  readonly body: unknown;
}

/** One interaction of a pact file, in the terms that all versions of Pact share. */
export interface Interaction {
  /** Where it was read, such as a path or an address. */
  readonly source: string;
  readonly consumer: string;
  readonly description: string;
  /** Without those that have no name. */
  readonly states: readonly StateCall[];
  /** What is wrong with how the states are written, so that none could be read; undefined if nothing is. */
  readonly oddStates: string | undefined;
  readonly kind: "http" | "message";
  /** A pending interaction is still being worked on: when it fails, the verification does not. */
  readonly pending: boolean;
  readonly request: Message & {
    readonly method: string;
    readonly path: string;
    /** What is sent behind the path's `?`, by name. */
    readonly query: Readonly<Record<string, readonly string[]>>;
  };
  readonly response: Message & { readonly status: number };
  /** The interaction as it is in the file. */
  readonly raw: Json;
  /** The file's `metadata`. */
  readonly metadata: unknown;
}

/** Where the vendor's methods are; some clients have it in their base address, so that their pacts lack it. */
export const basePath = "/api/v1/";

/**
 * Whether a path, with or without a query, is one of the vendor's API: the base path and one plain name behind it, which
 * nobody can take for a way out of there, as `..`, `%2e%2e` and `%2f` are.
 */
export const isVendorPath = (path: string): boolean => /^\/api\/v1\/[\w-]+(\?|$)/.test(path);

/** The path under which the server has what an interaction asks for. */
export const serverPath = (path: string): string =>
  path.startsWith(basePath) || !Object.hasOwn(operationFacts, path.slice(1)) ? path : basePath + path.slice(1);

/** The method that a path calls; undefined if there is no such method. */
export function operationOf(path: string): OperationId | undefined {
  const full = serverPath(path);
  const name = full.startsWith(basePath) ? full.slice(basePath.length) : "";
  return Object.hasOwn(operationFacts, name) ? (name as OperationId) : undefined;
}

import { type MethodName, methodFacts } from "../../openapi/document.js";
import type { Json } from "../../shared/json.js";
import type { StateCall } from "../states/index.js";

/** A request or a response as a pact file has it, whatever its version. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON of the body, or its text; undefined without one. */
  readonly body: unknown;
  /** The type of the body: that beside it in version 4, otherwise that of its header. */
  readonly contentType: string | undefined;
}

/** A part of a pact that cannot be understood, so that its interaction fails. */
export interface Problem {
  readonly part: "file" | "interaction" | "states";
  readonly message: string;
}

/** One interaction of a pact file, in the terms that all versions of Pact share. */
export interface Interaction {
  /** Where it was read, such as a path or an address. */
  readonly source: string;
  readonly consumer: string;
  /** Name of the API in the file; undefined if the file names none. */
  readonly provider: string | undefined;
  readonly description: string;
  /** Without those that have no name. */
  readonly states: readonly StateCall[];
  readonly kind: "http" | "message";
  /** A pending interaction is still being worked on: when it fails, the verification does not. */
  readonly pending: boolean;
  /** If there is one, the request and the response are blank where they could not be read. */
  readonly problem: Problem | undefined;
  readonly request: Message & {
    readonly method: string;
    readonly path: string;
    /** Query parameters by name. */
    readonly query: Readonly<Record<string, readonly string[]>>;
    /** Names of the values that it takes from provider states. */
    readonly takes: readonly string[];
  };
  readonly response: Message & {
    readonly status: number;
    /** Whether the contract accepts status 200, the only one of the document. */
    readonly acceptsOk: boolean;
  };
  /** Request and response in the form of version 4, in which Pact's core gets them; nothing in them is left to guess. */
  readonly canonical: { readonly request: Json; readonly response: Json };
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
  path.startsWith(basePath) || !Object.hasOwn(methodFacts, path.slice(1)) ? path : basePath + path.slice(1);

/** The method that a path calls; undefined if there is no such method. */
export function methodNameOf(path: string): MethodName | undefined {
  const full = serverPath(path);
  const name = full.startsWith(basePath) ? full.slice(basePath.length) : "";
  return Object.hasOwn(methodFacts, name) ? (name as MethodName) : undefined;
}

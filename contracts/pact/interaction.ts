import { type MethodName, methodFacts } from "../../openapi/document.js";
import type { Json } from "../../shared/json.js";
import type { StateCall } from "../states/index.js";
import { coreBody } from "./body.js";

/** A request or a response of a pact, whatever its version. */
export interface Message {
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, or text; undefined without a body. */
  readonly body: unknown;
  /** `contentType` field next to the body in version 4, otherwise the header. */
  readonly contentType: string | undefined;
  /** Matching rules, in the form of any version. */
  readonly rules: Json;
}

/** A part of a pact that cannot be read: its interaction fails. */
export interface Problem {
  readonly part: "file" | "interaction" | "states";
  readonly message: string;
}

/** An interaction of a pact file, whatever its version. */
export interface Interaction {
  /** Path or URL of the file. */
  readonly source: string;
  readonly consumer: string;
  /** Undefined if the file names none. */
  readonly provider: string | undefined;
  readonly description: string;
  /** Provider states with a name. */
  readonly states: readonly StateCall[];
  readonly kind: "http" | "message";
  /** Whether it may fail, because the provider does not support it yet. */
  readonly pending: boolean;
  /** If set, request and response are blank. */
  readonly problem: Problem | undefined;
  readonly request: Message & {
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, readonly string[]>>;
    /** Names of the values taken from provider states. */
    readonly takes: readonly string[];
  };
  readonly response: Message & {
    readonly status: number;
    /** Whether the contract accepts status 200, the only status in the document. */
    readonly acceptsOk: boolean;
  };
  /** Request and response as in the file, for Pact's core. */
  readonly written: { readonly isV4: boolean; readonly request: Json; readonly response: Json };
}

/** Base path of the vendor's methods. Some clients have it in their base URL, so that their pacts lack it. */
export const basePath = "/api/v1/";

/** Whether a path is the base path and a plain name, without `..`, `%2e%2e` or `%2f`. It may have a query. */
export const isVendorPath = (path: string): boolean => /^\/api\/v1\/[\w-]+(\?|$)/.test(path);

/** Adds the base path, if a path lacks it. */
export const serverPath = (path: string): string =>
  path.startsWith(basePath) || !Object.hasOwn(methodFacts, path.slice(1)) ? path : basePath + path.slice(1);

/** Returns the method of a path; undefined if it is unknown. */
export function methodNameOf(path: string): MethodName | undefined {
  const full = serverPath(path);
  const name = full.startsWith(basePath) ? full.slice(basePath.length) : "";
  return Object.hasOwn(methodFacts, name) ? (name as MethodName) : undefined;
}

/**
 * Returns a pact with one interaction. Its states are set up already: a substitute without parameters makes the core ask
 * for their values. The core reads the versions before 4 alike. In version 4 it ignores `responseMatchingRules`.
 */
export function corePact({ consumer, description, request, response, written }: Interaction): string {
  const { method, path, query } = request;
  const message = (raw: Json, { rules }: Message) => ({
    ...raw,
    ...(written.isV4 && { body: coreBody(raw.body) }),
    matchingRules: rules,
  });
  const interaction = {
    ...(written.isV4 && { type: "Synchronous/HTTP" }),
    description,
    ...(request.takes.length > 0 && { providerStates: [{ name: "already set up" }] }),
    request: { ...message(written.request, request), method, path: serverPath(path), query },
    // Generators of a response are for mock servers.
    response: { ...message(written.response, response), generators: undefined },
  };
  return JSON.stringify({
    consumer: { name: consumer },
    provider: { name: "luna" },
    interactions: [interaction],
    metadata: { pactSpecification: { version: written.isV4 ? "4.0" : "3.0.0" } },
  });
}

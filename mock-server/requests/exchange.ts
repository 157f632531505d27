import type { components } from "../../openapi/control.gen.js";
import type { MethodFacts } from "../../openapi/document.js";
import type { Json } from "../../shared/json.js";
import type { Profile, SwitchName } from "../model/profile.js";
import type { SeenRecords } from "../model/records.js";
import type { MethodRefusal, Refusal, SandboxRefusal } from "../refusals.js";
import type { RuleId } from "../rules.js";
import type { LoggedBody } from "../store/memory/request-ring.js";
import type { Change, TokenOwner } from "../store/port.js";

/** A body, or the reason why it was not read to its end. */
export type ReceivedBody = Buffer | "too large" | "not read" | "no room";

/** A request to the vendor's API, independent of sockets. */
export interface VendorRequest {
  /** The HTTP method. */
  readonly verb: string;
  /** Path after `/api/v1/`. */
  readonly name: string;
  /** Part of the URL after `?`. */
  readonly query?: string | undefined;
  /** Header x-access-token. */
  readonly token: string | undefined;
  /** Names of headers that may carry the token if x-access-token is missing. */
  readonly credentials?: readonly string[] | undefined;
  readonly body: ReceivedBody;
  /** Header content-encoding. */
  readonly encoding?: string | undefined;
  /** Header x-luna-profile: presentation switches of this request. */
  readonly profile?: string | undefined;
  /** Header x-luna-explain; "1" adds x-luna-rules and x-luna-switches to the response. */
  readonly explain?: string | undefined;
  /** Header x-luna-fault: a fault for this request. */
  readonly fault?: string | undefined;
  /** Returns scheme and host that the client used, such as `http://127.0.0.1:4010`. Addresses in responses begin with it. */
  readonly origin: () => string;
}

export interface VendorResponse {
  readonly status: number;
  /** A new object for each response; the sender may add headers. */
  readonly headers: Record<string, string>;
  readonly body: string;
  /** How a fault sends the response; undefined: at once and whole. */
  readonly delivery?: Delivery | undefined;
}

/** How a fault sends a response. */
export type Delivery =
  | { readonly kind: "late"; readonly ms: number }
  /** In pieces, the last after `ms` milliseconds. */
  | { readonly kind: "drip"; readonly ms: number; readonly pieces: number }
  | { readonly kind: "never" }
  /** Closes the connection after the start `sent` of the body; undefined: without a response. */
  | { readonly kind: "cut"; readonly sent: string | undefined };

/** Maximum size of a body that the request log stores whole, in bytes. */
export const maxShownBytes = 16 * 1024;

/** A parsed body with its form in the request log. */
export type ReadBody = { readonly shown: LoggedBody } & (
  | { readonly parameters: Json; readonly refusal?: undefined }
  | { readonly refusal: MethodRefusal | SandboxRefusal }
);

/** A request with its id and parsed body, before it is handled. */
export interface Exchange {
  readonly request: VendorRequest;
  readonly requestId: string;
  /** Real time in milliseconds since 1970. */
  readonly at: number;
  /** Value of performance.now() in milliseconds. */
  readonly startedAt: number;
  /** Whether the response lists applied rules and switches. */
  readonly isExplained: boolean;
  /** undefined for an unknown method. */
  readonly method: MethodFacts | undefined;
  readonly body: ReadBody;
}

/** Notes for the explanation of a response. */
export interface Notes {
  /** Applied rules, each once, in the order of their first use. */
  readonly rules: readonly RuleId[];
  /** Records that the method has read, as they were at that moment. */
  readonly seen: readonly SeenRecords[];
  /** Parameters read by the chosen form; undefined means all of the method's. */
  readonly reads: readonly string[] | undefined;
  /** Switches that affected how the parameters were parsed. */
  readonly switches: readonly SwitchName[];
}

export type FaultKind = components["schemas"]["FaultEffect"]["kind"];

/** A fault that fires on a request. Its effect has the drawn values. */
export interface FiredFault {
  readonly id: string;
  readonly effect: components["schemas"]["FaultEffect"];
}

/** Result of a handled request: the response before it is serialized, and notes for the request log. */
export interface Outcome extends Notes {
  readonly status: number;
  readonly contentType: string;
  /** null if a fault withholds the response. */
  readonly body: object | null;
  /** Extra headers of the response. */
  readonly headers: Readonly<Record<string, string>> | undefined;
  readonly refused: Refusal | undefined;
  /** undefined without a valid token. */
  readonly owner: TokenOwner | undefined;
  /** Number of the last transaction before the request; undefined without a valid token. */
  readonly version: number | undefined;
  readonly profile: Profile;
  /** Switches that affected the response; undefined unless an explanation was requested. */
  readonly consulted: ReadonlySet<SwitchName> | undefined;
  readonly changes: readonly Change[];
  /** The fault that fired on the request. */
  readonly fault?: FiredFault | undefined;
}

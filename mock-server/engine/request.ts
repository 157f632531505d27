import type { ReceivedBody } from "./body.js";

/** A request to the vendor's API, without a socket. */
export interface LunaRequest {
  readonly verb: string;
  /** What follows `/api/v1/` in the path. */
  readonly name: string;
  /** The x-access-token header. */
  readonly token: string | undefined;
  /** Names of headers that look like they carry the token, where x-access-token does not. */
  readonly credentials?: readonly string[] | undefined;
  readonly body: ReceivedBody;
  /** The body's content-encoding, if it has one. */
  readonly encoding?: string | undefined;
  /** The x-luna-profile header: presentation switches for this request alone. */
  readonly profile?: string | undefined;
  /** What follows `?` in the path. */
  readonly query?: string | undefined;
  /** The x-luna-explain header: "1" asks for the rules that had a say, in x-luna-rules. */
  readonly explain?: string | undefined;
  /** Where the request came to, such as `http://127.0.0.1:4010`: addresses in answers begin with it. */
  readonly origin: string;
}

export interface LunaResponse {
  readonly status: number;
  /** Made for this answer alone: whoever sends it may add to it. */
  readonly headers: Record<string, string>;
  readonly body: string;
}

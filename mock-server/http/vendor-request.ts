import { isSecretName } from "../../shared/redact.js";
import type { VendorRequest } from "../requests/exchange.js";
import { corsHeaders } from "./cors.js";
import type { VendorBody } from "./vendor-body.js";
import type { VendorHeaders } from "./vendor-headers.js";

/** The path of the vendor's methods. */
export const vendorPath = "/api/v1/";

/** A request to the vendor's path, over a socket or without one. */
interface Received extends VendorBody {
  readonly verb: string;
  /** The path from `/api/v1/` on, with its query. */
  readonly url: string;
  readonly headers: VendorHeaders;
  /** Lists the names of all headers, in lower case. */
  readonly headerNames: () => readonly string[];
  readonly origin: string;
}

/** A header in which clients of other APIs send a token. */
const isCredential = (name: string): boolean =>
  isSecretName(name) && name !== "x-access-token" && name !== "x-luna-admin-token";

/** Returns a request as the engine takes it. */
export function toVendorRequest({ verb, url, headers, headerNames, body, encoding, origin }: Received): VendorRequest {
  const { token, profile, explain } = headers;
  const mark = url.indexOf("?");
  const name = url.slice(vendorPath.length, mark < 0 ? undefined : mark);
  const query = mark < 0 ? undefined : url.slice(mark + 1);
  const credentials = token ? undefined : headerNames().filter(isCredential);
  return { verb, name, query, token, credentials, body, encoding, profile, explain, origin };
}

/** Returns the headers of the answer to OPTIONS, which has no body. */
export const optionsHeaders = (requestId: string): Record<string, string> => ({
  allow: "POST, OPTIONS",
  "x-luna-request-id": requestId,
});

/** Returns the headers that let web pages call the vendor's path; none where `cors` is undefined. */
export const vendorCors = (verb: string, asked: string | undefined, cors: string | undefined) =>
  cors === undefined
    ? {}
    : corsHeaders(verb, asked, {
        origin: cors,
        methods: "POST, OPTIONS",
        headers: "content-type, x-access-token, x-api-key, x-luna-profile, x-luna-explain",
        exposed: "x-luna-request-id, x-luna-why, x-luna-rules, x-luna-switches",
      });

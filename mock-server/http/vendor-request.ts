import { isSecretName } from "../../shared/redact.js";
import type { VendorRequest } from "../requests/exchange.js";
import { corsHeaders } from "./cors.js";
import type { HeaderLookup, VendorBody } from "./vendor-body.js";

/** The path of the vendor's methods. */
export const vendorPath = "/api/v1/";

/** A request to the vendor's path, over a socket or in the same process. */
interface ReceivedRequest extends VendorBody {
  readonly verb: string;
  /** Path from `/api/v1/` on, with its query. */
  readonly url: string;
  readonly header: HeaderLookup;
  /** Lists the names of all headers in lower case. */
  readonly headerNames: () => readonly string[];
  readonly origin: string;
}

/** Returns whether clients of other APIs send a token in a header. */
const isCredential = (name: string): boolean =>
  isSecretName(name) && name !== "x-access-token" && name !== "x-luna-admin-token";

/** Turns a request of HTTP into a request of the engine. */
export function toVendorRequest(received: ReceivedRequest): VendorRequest {
  const { verb, url, header, headerNames, body, encoding, origin } = received;
  const token = header("x-access-token");
  const mark = url.indexOf("?");
  const name = url.slice(vendorPath.length, mark < 0 ? undefined : mark);
  const query = mark < 0 ? undefined : url.slice(mark + 1);
  const credentials = token ? undefined : headerNames().filter(isCredential);
  const [profile, explain] = [header("x-luna-profile"), header("x-luna-explain")];
  return { verb, name, query, token, credentials, body, encoding, profile, explain, origin };
}

/** Returns the headers of the response to OPTIONS, which has no body. */
export const optionsHeaders = (requestId: string): Record<string, string> => ({
  allow: "POST, OPTIONS",
  "x-luna-request-id": requestId,
});

/** Returns the headers that let web pages call the vendor's path; none if `cors` is undefined. */
export const vendorCors = (
  verb: string,
  requestedHeaders: string | undefined,
  cors: string | undefined,
): Record<string, string> =>
  cors === undefined
    ? {}
    : corsHeaders(verb, requestedHeaders, {
        origin: cors,
        methods: "POST, OPTIONS",
        headers: "content-type, x-access-token, x-api-key, x-luna-profile, x-luna-explain",
        exposed: "x-luna-request-id, x-luna-why, x-luna-rules, x-luna-switches",
      });

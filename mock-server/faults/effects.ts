import { STATUS_CODES } from "node:http";
import type { FiredFault, VendorResponse } from "../requests/exchange.js";
import type { FaultEffect } from "./fault.js";

type HttpEffect = Extract<FaultEffect, { readonly kind: "http" }>;

/** Returns the page that a gateway sends with a status. */
function gatewayPage(status: number): string {
  const title = `${status} ${STATUS_CODES[status]}`;
  return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n</body>\r\n</html>\r\n`;
}

function gatewayResponse({ status, body = "html", retryAfter = 1 }: HttpEffect, requestId: string): VendorResponse {
  return {
    status,
    headers: {
      ...(body === "html" && { "content-type": "text/html" }),
      ...((status === 429 || status === 503) && { "retry-after": String(retryAfter) }),
      "x-luna-request-id": requestId,
    },
    body: body === "html" ? gatewayPage(status) : "",
  };
}

/** Returns the start of a text. It never ends within a surrogate pair. */
function startOf(text: string, part: number): string {
  const start = text.slice(0, Math.floor(text.length * part));
  return start.isWellFormed() ? start : start.slice(0, -1);
}

function affected(response: VendorResponse, effect: FaultEffect): VendorResponse {
  const { headers, body } = response;
  switch (effect.kind) {
    case "delay":
      return { ...response, delivery: { kind: "late", ms: effect.ms } };
    case "drip":
      return { ...response, delivery: { kind: "drip", ms: effect.ms, pieces: effect.pieces ?? 10 } };
    case "hang":
      return { ...response, delivery: { kind: "never" } };
    case "cut":
      return {
        ...response,
        delivery: { kind: "cut", sent: effect.when === "during" ? startOf(body, 0.5) : undefined },
      };
    case "truncate":
      return { ...response, body: startOf(body, effect.keep ?? 0.5) };
    case "contentType":
      return { ...response, headers: { ...headers, "content-type": effect.value ?? "text/plain" } };
    case "http":
      return gatewayResponse(effect, headers["x-luna-request-id"] ?? "");
    case "error":
    case "stale":
      return response;
  }
}

/** Returns the body of a spoiled response as JSON for the request log. Bodies that are not JSON become a string. */
export const loggedBody = ({ body }: VendorResponse, { effect }: FiredFault): string =>
  effect.kind === "http" || effect.kind === "truncate" ? JSON.stringify(body) : body;

/** Returns the response of a request on which a fault fires. The header x-luna-fault names the fault. */
export function spoilResponse(response: VendorResponse, { id, effect }: FiredFault): VendorResponse {
  const changed = affected(response, effect);
  return { ...changed, headers: { ...changed.headers, "x-luna-fault": id } };
}

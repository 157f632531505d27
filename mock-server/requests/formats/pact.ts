import type { RequestEntry } from "../entry.js";
import { hasJsonBody, type LogFormat } from "./format.js";

/** The verifier replaces it by a valid token, or by an invalid one in the state `an invalid token`. */
const token = "luna-token";

/** Statuses that the vendor never responds with. */
const foreignStatuses = [405, 413, 415];

/** Whether the vendor could respond like this without a fault, and the log holds both bodies. */
const isOfVendor = (entry: RequestEntry): boolean =>
  entry.method !== null &&
  entry.fault === null &&
  entry.verb === "POST" &&
  entry.status < 500 &&
  !foreignStatuses.includes(entry.status) &&
  hasJsonBody(entry) &&
  typeof entry.response !== "string";

const body = (content: unknown) => ({ content, contentType: "application/json", encoded: false });

function interactionOf({ requestId, method, token: sent, request, status, response }: RequestEntry): object {
  return {
    type: "Synchronous/HTTP",
    description: `${method}, request ${requestId}`,
    pending: false,
    ...(sent === "unknown" && { providerStates: [{ name: "an invalid token" }] }),
    request: {
      method: "POST",
      path: `/api/v1/${method}`,
      headers: {
        ...(request !== null && { "content-type": ["application/json"] }),
        ...(sent !== "missing" && { "x-access-token": [token] }),
      },
      ...(request !== null && { body: body(request) }),
    },
    response: { status, body: body(response) },
  };
}

/** A Pact file of version 4 with exact bodies. It names no records as provider states: `luna-sandbox record` does. */
export const pact: LogFormat = {
  contentType: "application/pact+json; charset=utf-8",
  head: () => '{"consumer":{"name":"client"},"provider":{"name":"luna"},"interactions":[',
  entry: (entry) => (isOfVendor(entry) ? JSON.stringify(interactionOf(entry)) : undefined),
  separator: ",",
  tail: () => '],"metadata":{"pactSpecification":{"version":"4.0"}}}',
};

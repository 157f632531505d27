import createFetchClient from "openapi-fetch";
import type { paths } from "../openapi/api.gen.js";
import { check } from "./check.js";
import { TransportError } from "./errors/transport-error.js";
import type { LunaClientOptions } from "./options.js";
import type { RawAnswer } from "./reader/read-answer.js";
import { redacted } from "./redact.js";
import type { OperationId } from "./wire.js";

/** openapi-fetch's POST for a path that is only known at run time, which its own type cannot say. */
type Post = (
  path: keyof paths,
  init: { body: unknown; signal: AbortSignal; fetch: (request: Request) => Promise<Response> },
) => Promise<unknown>;

const vendorUrl = "https://app.lunaloyaltycards.com/api/v1";

/** What fetch fails with: in Node the reason is in `cause`, other platforms keep it to themselves. */
type FetchFailure = { readonly cause?: { readonly code?: unknown } } | undefined;

/** What Node's fetch fails with when there was no connection over which a request could have been sent. */
const notConnected = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_)/;

/** Sends a question once and hands over what comes back, whatever it is. */
export type Send = (operation: OperationId, parameters: object, signal: AbortSignal) => Promise<RawAnswer>;

export function transport({ token, baseUrl = vendorUrl, fetch }: LunaClientOptions): Send {
  // Checked here, because fetch would print a broken header in its error.
  check(/^[!-~]+$/.test(token ?? ""), "token");
  const post = createFetchClient<paths>({
    baseUrl,
    headers: { "x-access-token": token },
    // A redirect that is followed would carry the token to another address.
    redirect: "manual",
  }).POST as Post;

  return async (operation, parameters, signal) => {
    let answer: RawAnswer | undefined;
    // openapi-fetch makes the request. What comes back is read here: it would lose a body that is no JSON.
    const read = async (request: Request) => {
      try {
        const response = await (fetch ?? globalThis.fetch)(request);
        const headers = [...response.headers].map((header) => header.map((text) => redacted(text, token)));
        answer = { status: response.status, headers: Object.fromEntries(headers), body: await response.text() };
      } catch (error) {
        const cause = (error as FetchFailure)?.cause;
        const reason = redacted(`${error}${cause ? `: ${cause}` : ""}`, token);
        throw new TransportError({ operation, reason, mayBeDone: !notConnected.test(`${cause?.code}`) });
      }
      return new Response();
    };
    await post(`/${operation}`, { body: parameters, signal, fetch: read });
    return answer as unknown as RawAnswer;
  };
}

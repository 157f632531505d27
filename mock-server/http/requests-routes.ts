import type { RequestHandler, Response } from "express";
import type { Services } from "../services.js";
import { formatQuery, requestsQuery } from "./requests-query.js";
import { sendEntries, sendEvents } from "./requests-response.js";
import type { Handlers } from "./serve.js";
import { baseOf } from "./served-document.js";

type Params = Readonly<Record<"id" | "request", string>>;
type Handler = RequestHandler<Params>;

/** Time of a response after its wait, in milliseconds. */
const sendMs = 60_000;

/** Returns a signal that aborts when a response is sent or its client has closed the connection. */
function untilClosed(response: Response): AbortSignal {
  const closing = new AbortController();
  response.once("close", () => closing.abort());
  return closing.signal;
}

/** Routes of the request log. */
export function requestRoutes({ requests, publicUrl }: Services): Readonly<Record<string, Handlers<Params>>> {
  const list: Handler = async (request, response) => {
    const { id } = request.params;
    const { query, waitMs, isStream, format } = requestsQuery(id, request.query);
    const signal = untilClosed(response);
    if (isStream) {
      const start = { since: query.since, lastEventId: request.get("last-event-id") };
      return sendEvents(response, await requests.stream(id, query, start, signal));
    }
    // Without it, the server closes idle connections earlier.
    if (waitMs > 0) response.setTimeout(waitMs + sendMs);
    const found = await (waitMs === 0 ? requests.find(query) : requests.wait(query, waitMs, signal));
    await sendEntries(response, found, format, { origin: baseOf(request, publicUrl), sandboxId: id });
  };

  const get: Handler = async (request, response) => {
    const { id, request: requestId } = request.params;
    const format = formatQuery(request.query);
    if (format === undefined) return void response.json(await requests.get(id, requestId));
    const found = await requests.findOne(id, requestId);
    await sendEntries(response, found, format, { origin: baseOf(request, publicUrl), sandboxId: id });
  };

  const verify: Handler = async ({ params, body }, response) => {
    const { passes, ...result } = await requests.verify(params.id, body);
    if (passes) response.json(result);
    else response.status(417).json({ error: result.message.split("\n")[0], ...result });
  };

  return {
    "/sandboxes/:id/requests": { get: list },
    "/sandboxes/:id/requests/verify": { post: verify },
    "/sandboxes/:id/requests/:request": { get },
  };
}

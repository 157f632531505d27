/** A client with a function as its service, and timers that a test controls. */
import { createLunaClient, type LunaClientOptions, type MethodName, type Timers } from "../../sdk/index.js";

export interface Asked {
  readonly method: MethodName;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any parameter, and fails if it is missing
  readonly parameters: any;
  readonly signal: AbortSignal;
}

export const fakeToken = "secret-token-4711";

export const jsonReply = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });

export const htmlReply = (status: number) =>
  new Response("<html><body>Bad gateway</body></html>", { status, headers: { "content-type": "text/html" } });

/** Creates a client and records its requests. `answer` gets the number of the call, beginning with 1. */
export function fakeService(
  answer: (asked: Asked, call: number) => Response | Promise<Response>,
  options: Partial<LunaClientOptions> = {},
) {
  const asked: Asked[] = [];
  const fetch = async (request: Request) => {
    const method = new URL(request.url).pathname.split("/").at(-1) as MethodName;
    const question = {
      method,
      headers: request.headers,
      parameters: await request.json(),
      signal: request.signal,
    };
    asked.push(question);
    return answer(question, asked.length);
  };
  return { client: createLunaClient({ token: fakeToken, fetch, ...options }), asked };
}

/** Calls a method by its name. */
export const callAny = (client: object, method: MethodName, parameters: unknown): Promise<unknown> =>
  (client as Record<MethodName, (parameters: unknown) => Promise<unknown>>)[method](parameters);

/** Creates timers that fire in the next turn if `fires` returns true, otherwise never. `started` lists the delays. */
export function timersThatFire(fires: (ms: number) => boolean): Timers & { readonly started: number[] } {
  const started: number[] = [];
  return {
    started,
    setTimeout: (run, ms) => {
      started.push(ms);
      if (fires(ms)) setImmediate(run);
    },
    clearTimeout: () => undefined,
  };
}

/** Returns the error that a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("the call did not fail");
}

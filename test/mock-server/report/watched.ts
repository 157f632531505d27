/** A client and the server's report on it. */

import type { ClientReport } from "../../../mock-server/index.js";
import { responseFields } from "../../../mock-server/requests/request-record.js";
import type { MethodName } from "../../../openapi/document.js";
import { testServer } from "../../support/sandbox.js";

export interface Sent {
  readonly verb?: string;
  /** Null sends no token. */
  readonly token?: string | null;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type WatchedClient = Awaited<ReturnType<typeof watched>>;

/** Starts a server with the demo, a profile, and a real time that only `wait` advances. */
export async function watched(profile: Readonly<Record<string, string>> = {}) {
  let now = Date.parse("2026-01-15T12:00:00Z");
  const server = await testServer({ fixture: "demo", profile, realNow: () => now });
  const box = `${server.url}/_luna/sandboxes/default`;

  /** Calls a method and unwraps the array of `envelope=array`. */
  const call = async (id: MethodName, body: object | string = {}, sent: Sent = {}) => {
    const { verb = "POST", token, query = "", headers = {} } = sent;
    const response = await fetch(`${server.url}/api/v1/${id}${query}`, {
      method: verb,
      headers: { ...headers, ...(token === null ? {} : { "x-access-token": token ?? "luna-demo-token" }) },
      ...(verb === "GET" ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an answer, and fails if it is not there
    return { ...responseFields(await response.json()), requestId: response.headers.get("x-luna-request-id") } as any;
  };

  return {
    url: server.url,
    call,
    /** Number of the first page. */
    first: profile.firstPage === "0" ? 0 : 1,
    wait: (ms: number) => {
      now += ms;
    },
    control: (method: string, path: string) => fetch(box + path, { method }),
    /** Gets the report: with a query over HTTP, otherwise in process, which need not load Express. */
    report: async (query?: string): Promise<ClientReport> =>
      query === undefined ? server.report() : ((await fetch(`${box}/report${query}`)).json() as Promise<ClientReport>),
  };
}

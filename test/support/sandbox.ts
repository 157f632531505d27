/**
 * The usual set-up: a strict server per test file on a free port, and a new sandbox per test.
 */
import { onTestFinished } from "vitest";
import { createLunaServer, type LunaServer, type LunaServerOptions, type State } from "../../mock-server/index.js";
import type { MethodName } from "../../openapi/document.js";
import { sharedInFile, whenFileIsDone } from "./share.js";

/** Default frozen time of sandboxes in tests. */
export const testNow = "2026-01-15T12:00:00.000Z";

/** Starts a server that is closed after the test. */
export async function startServer(options: LunaServerOptions = {}): Promise<LunaServer> {
  const server = await createLunaServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** Starts a server that is closed after the test file. Its log messages are in `logged`. */
export async function testServer(options: LunaServerOptions = {}): Promise<LunaServer & { readonly logged: string[] }> {
  const logged: string[] = [];
  const server = await createLunaServer({
    fixture: "empty",
    strict: true,
    log: (message) => logged.push(message),
    ...options,
  });
  whenFileIsDone(() => server.close());
  return Object.assign(server, { logged });
}

export interface TestResponse {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON body. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of an answer, and fails if it is not there
  readonly body: any;
  /** The reason of a refusal, from x-luna-why. */
  readonly why: string | null;
}

async function answer(response: Response): Promise<TestResponse> {
  const text = await response.text();
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, headers: response.headers, body, why: response.headers.get("x-luna-why") };
}

/** Calls a method as the main company of the sandbox `default`, which has the fixture `demo`. */
export const callDefault = async (
  { url }: Pick<LunaServer, "url">,
  method: MethodName,
  parameters: object = {},
  headers: Readonly<Record<string, string>> = {},
): Promise<TestResponse> =>
  answer(
    await fetch(`${url}/api/v1/${method}`, {
      method: "POST",
      headers: { "x-access-token": "luna-demo-token", ...headers },
      body: JSON.stringify(parameters),
    }),
  );

/** Adds a stamp to the first card of the demo in the sandbox `default`. */
export const stampDefault = (server: Pick<LunaServer, "url">): Promise<TestResponse> =>
  callDefault(server, "usePass", { passSerialNumber: "297150-586-203", numberStumps: 1 });

/** Creates a sandbox, by default with the fixture `demo`, a frozen clock and seed 1. */
export async function setup(options: { fixture?: "demo" | "empty" | State; now?: string | null; seed?: number } = {}) {
  const server = await sharedInFile("server", testServer);
  const { fixture = "demo", now = testNow, seed = 1 } = options;
  const view = await server.sandbox({ fixture, seed, ...(now === null ? {} : { now }) });
  const token = (id: string) => view.companies.find((company) => company.id === id)?.token ?? "";

  /** Calls a method of the vendor's API, by default with the main company's token. */
  const call = async (id: MethodName, parameters: object = {}, accessToken = token("main")): Promise<TestResponse> =>
    answer(
      await fetch(`${server.url}/api/v1/${id}`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-access-token": accessToken },
        body: JSON.stringify(parameters),
      }),
    );

  /** Calls the control plane; `path` follows `/_luna/sandboxes/<id>`. */
  const control = async (method: string, path: string, body?: unknown): Promise<TestResponse> =>
    answer(
      await fetch(`${server.url}/_luna/sandboxes/${view.id}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      }),
    );

  return { server, id: view.id, token: token("main"), rival: token("rival"), call, control };
}

/** A sandbox with functions that call it. */
export type TestSandbox = Awaited<ReturnType<typeof setup>>;

/** Returns the state of a sandbox, to show that a refused call changed nothing. */
export const stateText = async ({ control }: Pick<TestSandbox, "control">): Promise<string> =>
  JSON.stringify((await control("GET", "/state")).body);

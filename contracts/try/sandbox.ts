import { type ClientReport, createLunaServer, type LunaServerOptions, type State } from "../../mock-server/index.js";
import { type Account, accountIn } from "./account.js";
import type { Switched } from "./value.js";

/** Server and account for a client under test. */
export interface TriedSandbox extends Account {
  /** Address of the server, such as `http://127.0.0.1:40123`; the control plane is under `/_luna/`. */
  readonly url: string;
  /** Base URL of the vendor's methods: `<url>/api/v1`. */
  readonly baseUrl: string;
  /** Switches that are not at their defaults. */
  readonly switched: Switched;
  /** Aborts the client. */
  readonly signal: AbortSignal | undefined;
}

/** Initial state of the sandbox. */
export type TryStart = Pick<LunaServerOptions, "fixture" | "seed" | "now">;

/** Removes the profile of an exported state, which the run's profile replaces. */
const withoutProfile = ({ profile: _, ...state }: State): State => state;

/** A server's observations of a client. */
export interface ObservedClient {
  readonly report: ClientReport;
  /** Number of requests, including those to deleted sandboxes. */
  readonly requests: number;
}

/** Calls `work` with a new server under a profile, and returns the server's observations. */
export async function withSandbox(
  { fixture = "demo", seed, now }: TryStart,
  { switched, signal }: Pick<TriedSandbox, "switched" | "signal">,
  work: (sandbox: TriedSandbox) => Promise<void>,
): Promise<ObservedClient> {
  const server = await createLunaServer({
    fixture: typeof fixture === "object" ? withoutProfile(fixture) : fixture,
    ...(seed !== undefined && { seed }),
    ...(now !== undefined && { now }),
    profile: switched,
    strict: true,
  });
  try {
    const { url, services } = server;
    // Tests may create a sandbox each, and delete it.
    services.reports.keepDeleted();
    const account = accountIn(await services.sandboxes.state("default"));
    await work({ url, baseUrl: `${url}/api/v1`, ...account, switched, signal });
    return { report: await services.reports.joined(), requests: services.requests.total };
  } finally {
    await server.close();
  }
}

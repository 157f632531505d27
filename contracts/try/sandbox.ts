import {
  type ClientReport,
  createLunaServer,
  joinedReport,
  type LunaServer,
  type LunaServerOptions,
} from "../../mock-server/index.js";
import { type Account, accountIn } from "../child/account.js";
import { type CardTypeName, cardTypeNames } from "../child/card-type-names.js";
import type { Switched } from "./value.js";

export { type CardTypeName, cardTypeNames };

/** What a client under test is given. */
export interface TriedSandbox extends Account {
  /** Address of the server, such as `http://127.0.0.1:40123`; the control plane is under `/_luna/`. */
  readonly url: string;
  /** Where the vendor's methods are: `<url>/api/v1`. */
  readonly baseUrl: string;
  /** The switches that are not at their default. */
  readonly switched: Switched;
  /** Aborted when there is no use in going on. */
  readonly signal: AbortSignal | undefined;
}

/** What the sandbox begins with. */
export type Beginning = Pick<LunaServerOptions, "fixture" | "seed" | "now">;

/** An exported state names the profile that it was exported under; here each run has its own. */
function withoutProfile(fixture: NonNullable<Beginning["fixture"]>): NonNullable<Beginning["fixture"]> {
  if (typeof fixture !== "object") return fixture;
  const { profile: _, ...state } = fixture;
  return state;
}

/** What a server saw of a client. */
export interface Watched {
  readonly report: ClientReport;
  /** How many requests came, also to sandboxes that the client has deleted again. */
  readonly requests: number;
}

/** The mistakes in all sandboxes that are there: tests may make one each. */
async function watchedBy({ services }: LunaServer): Promise<Watched> {
  const sandboxes = await services.sandboxes.list();
  const reports = await Promise.all(sandboxes.map(({ id }) => services.requests.report(id)));
  return { report: joinedReport(reports), requests: services.requests.total };
}

/** Does the work with a fresh server in memory, under one profile, and answers what the server saw of the client. */
export async function withSandbox(
  { fixture = "demo", seed, now }: Beginning,
  { switched, signal }: Pick<TriedSandbox, "switched" | "signal">,
  work: (sandbox: TriedSandbox) => Promise<void>,
): Promise<Watched> {
  const server = await createLunaServer({
    fixture: withoutProfile(fixture),
    ...(seed === undefined ? {} : { seed }),
    ...(now === undefined ? {} : { now }),
    profile: switched,
    strict: true,
  });
  try {
    const { url } = server;
    await work({
      url,
      baseUrl: `${url}/api/v1`,
      ...accountIn(await server.services.sandboxes.state("default")),
      switched,
      signal,
    });
    return await watchedBy(server);
  } finally {
    await server.close();
  }
}

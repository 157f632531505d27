import { answerValidators } from "../openapi/validators.js";
import { mebibyte } from "../shared/units.js";
import { Calls } from "./calls.js";
import { CardActions } from "./control/card-actions.js";
import { ClientReports } from "./control/client-reports.js";
import { Clocks } from "./control/clock.js";
import { Faults } from "./control/faults.js";
import { Forks } from "./control/forks.js";
import { Moments } from "./control/moments.js";
import { Profiles } from "./control/profiles.js";
import { Requests } from "./control/requests.js";
import type { SandboxRequest } from "./control/sandbox-creation.js";
import { Sandboxes } from "./control/sandboxes.js";
import { Snapshots } from "./control/snapshots.js";
import { Templates } from "./control/templates.js";
import { Engine } from "./engine/engine.js";
import { FaultRegistry } from "./faults/fault-registry.js";
import { AdminAttempts } from "./http/admin-attempts.js";
import { machineNames } from "./http/guard.js";
import { fetchInProcess } from "./http/in-process.js";
import { graceMs, listen } from "./http/listen.js";
import { Pauses } from "./http/pauses.js";
import { BodyBudget, defaultMaxBody } from "./http/receive-body.js";
import { defaultProfile, withSwitches } from "./model/profile.js";
import { ensureOptions, type LunaServerOptions } from "./options.js";
import type { ClientReport } from "./report/client-report.js";
import { RequestLog } from "./requests/request-log.js";
import { type Sandbox, sandboxHandle } from "./sandbox-handle.js";
import { damageOfDefault, healthOf, openServerStore, type ServerStore } from "./server-store.js";
import type { Services } from "./services.js";
import { defaultSeed } from "./state/people.js";
import type { MemoryStore } from "./store/memory/store.js";
import { defaultSandbox } from "./store/port.js";

/** A running server. After close(), all its functions reject with ServerClosedError. */
export interface LunaServer {
  /** URL such as `http://127.0.0.1:4010`; the vendor's methods are under `/api/v1/`. */
  readonly url: string;
  /** Whether `default` was in the data folder, usable or damaged, so that fixture and seed were ignored. */
  readonly restored: boolean;
  /** Services of an Express app that is mounted elsewhere: `createApp(server.services)`. */
  readonly services: Services;
  /**
   * `fetch` for clients in the same process. Requests to the vendor's path need no socket; other requests use the
   * network. A path without a host means this server.
   *
   * @example
   * const server = await createLunaServer();
   * const response = await server.fetch("/api/v1/getTemplates", {
   *   method: "POST",
   *   headers: { "x-access-token": "luna-demo-token" },
   * });
   * const { result } = await response.json();
   * await server.close();
   */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  /** Creates a sandbox. Throws ControlError for an existing id or an invalid request. */
  sandbox(request?: SandboxRequest): Promise<Sandbox>;
  /** Returns the client report of a sandbox, by default of `default`; see docs/mistakes.md. */
  report(sandboxId?: string): Promise<ClientReport>;
  /** Waits up to 5 seconds for running requests, writes all sandboxes and stops. */
  close(): Promise<void>;
}

const sweepMs = 1000;

/** Creates the sandbox `default`, or sets the switches of the restored sandbox. Returns whether it was restored. */
async function openDefault(
  { sandboxes, profiles, faults }: Pick<Services, "sandboxes" | "profiles" | "faults">,
  store: MemoryStore,
  options: LunaServerOptions,
): Promise<boolean> {
  // A new sandbox must not replace its files.
  if (damageOfDefault(store) !== undefined) return true;
  const restored = await sandboxes.has(defaultSandbox);
  const { fixture = "demo", now, profile } = options;
  if (!restored) await sandboxes.create({ id: defaultSandbox, fixture, ...(now === undefined ? {} : { now }) });
  else if (profile !== undefined)
    await profiles.put(defaultSandbox, { ...(await profiles.get(defaultSandbox)), ...profile });
  if (options.faults !== undefined) await faults.replace(defaultSandbox, options.faults);
  return restored;
}

/** Returns the accepted host names in addition to loopback. */
function acceptedHosts({ host = "127.0.0.1", publicUrl, allowedHosts = [] }: LunaServerOptions): readonly string[] {
  return [...machineNames(host), ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]), ...allowedHosts];
}

async function createServices(
  options: LunaServerOptions,
  opened: ServerStore,
  log: (message: string) => void,
): Promise<Services> {
  const { realNow = Date.now, publicUrl, cors, adminToken, explain, seed = defaultSeed, maxSandboxes = 1000 } = options;
  const { store } = opened;
  const profile = withSwitches(defaultProfile, options.profile ?? {});
  const unauthenticatedSandbox = defaultSandbox;
  const requestLog = new RequestLog(unauthenticatedSandbox);
  const faultRegistry = new FaultRegistry((id, faults) => store.saveFaults(id, faults));
  const sandboxes = new Sandboxes({ store, requestLog, faultRegistry, realNow, maxSandboxes, seed, profile, log });
  const requests = new Requests(sandboxes, requestLog);
  const moments = new Moments(store, requestLog);
  const maxBodyBytes = (options.maxBody ?? defaultMaxBody) * mebibyte;
  const bodies = new BodyBudget(2 * maxBodyBytes, maxBodyBytes);
  const strict = options.strict ? await answerValidators() : undefined;
  const engine = new Engine({
    store,
    requestLog,
    faults: faultRegistry,
    unauthenticatedSandbox,
    strict,
    realNow,
    explain,
    publicUrl,
    log,
  });
  return {
    engine,
    sandboxes,
    requests,
    reports: new ClientReports(sandboxes, requests, requestLog),
    templates: new Templates(store),
    cardActions: new CardActions(store, realNow),
    clocks: new Clocks(store, realNow),
    faults: new Faults(store, faultRegistry),
    snapshots: new Snapshots({ store, sandboxes, moments, realNow }),
    forks: new Forks({ store, sandboxes, moments, realNow, maxSandboxes }),
    profiles: new Profiles(store),
    guard: {
      allowedHosts: acceptedHosts(options),
      adminToken,
      attempts: new AdminAttempts(),
      cors,
      publicOrigin: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
    },
    vendor: { engine, cors, bodies, pauses: new Pauses() },
    bodies,
    publicUrl,
    health: async () => healthOf(opened),
    log,
  };
}

/** Deletes expired sandboxes every second. Returns a function that stops it. */
function startSweeping({ sandboxes, log }: Services): () => Promise<void> {
  let swept = Promise.resolve();
  const sweep = () => sandboxes.sweep().catch((error) => log(`deleting expired sandboxes failed: ${error}`));
  const timer = setInterval(() => {
    swept = swept.then(sweep);
  }, sweepMs);
  timer.unref();
  return () => {
    clearInterval(timer);
    return swept;
  };
}

/**
 * Starts a server. Its sandbox `default` exists from the start, with the tokens `luna-demo-token` and
 * `luna-rival-token`. Throws InvalidOptionsError, ListenError, DataFolderError, FolderInUseError, FixtureError,
 * ControlError or UnknownSwitchError.
 *
 * @example
 * const server = await createLunaServer({ seed: 7 });
 * const { companies } = await server.sandbox({ fixture: "empty" });
 * await server.close();
 */
export async function createLunaServer(options: LunaServerOptions = {}): Promise<LunaServer> {
  ensureOptions(options);
  const log = options.log ?? ((message) => process.stderr.write(`${message}\n`));
  const opened = await openServerStore(options, log);
  const { store } = opened;
  try {
    const services = await createServices(options, opened, log);
    const { sandboxes, requests, reports, faults } = services;
    await faults.load(log);
    const restored = await openDefault(services, store, options);
    const { url, close } = await listen(services, options.host ?? "127.0.0.1", options.port ?? 0);
    const stopSweeping = startSweeping(services);
    const calls = new Calls();
    const stop = async () => {
      services.vendor.pauses.stop();
      requests.close();
      await Promise.all([stopSweeping(), calls.close(graceMs), close()]);
      await store.close();
    };
    let stopped: Promise<void> | undefined;
    return {
      url,
      restored,
      services,
      fetch: (input, init) => calls.run(() => fetchInProcess(services.vendor, url, input, init)),
      sandbox: async (request) => {
        const view = await calls.run(() => sandboxes.create(request));
        return sandboxHandle(view, services, calls);
      },
      report: (sandboxId = defaultSandbox) => calls.run(() => reports.get(sandboxId)),
      close: () => {
        stopped ??= stop();
        return stopped;
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

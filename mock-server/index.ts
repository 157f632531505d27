import { answerValidators } from "../openapi/validators.js";
import { Clocks } from "./control/clock.js";
import { People } from "./control/people.js";
import { Readings } from "./control/readings.js";
import { defaultSandbox, Sandboxes, type SandboxView } from "./control/sandboxes.js";
import { Templates } from "./control/templates.js";
import { largestSeed } from "./domain/identity.js";
import { defaultReading, type SwitchName, withSwitches } from "./domain/reading.js";
import { Engine } from "./engine/engine.js";
import { Ledger } from "./engine/ledger.js";
import { formatEntry } from "./engine/ledger-entry.js";
import { decodeSnapshot, encodeSnapshot } from "./fixtures/file.js";
import { usualSeed } from "./fixtures/people.js";
import type { State } from "./fixtures/state.js";
import { listen } from "./http/listen.js";
import type { Parts } from "./parts.js";
import { type ClientReport, clientReport } from "./report/client-report.js";
import { FolderKeeper } from "./store/folder.js";
import { MemoryStore } from "./store/memory.js";

export { ControlError } from "./control/control-error.js";
export type { SandboxView } from "./control/sandboxes.js";
export type { CardStatus, CardType } from "./domain/model.js";
export { type ProvenanceLevel, provenanceLevels } from "./domain/provenance.js";
export {
  defaultReading,
  evidenceOf,
  parseSwitches,
  type Reading,
  type Switch,
  type SwitchName,
  switches,
  switchNames,
  UnknownReading,
  valuesOf,
  withSwitches,
} from "./domain/reading.js";
export { percentAt } from "./domain/tiers.js";
export type { LedgerEntry } from "./engine/ledger-entry.js";
export { isTooDeep, redacted } from "./engine/redacted.js";
export { fixtureOptions } from "./fixture-options.js";
export { FixtureError } from "./fixtures/check.js";
export type { State } from "./fixtures/state.js";
export { CannotListen, cannotListen } from "./http/listen.js";
export { nearest } from "./nearest.js";
export { type ClientReport, clientReport, type Finding } from "./report/client-report.js";
export { formatReport } from "./report/format-report.js";
export { DamagedFile } from "./store/journal.js";
export { FolderInUse } from "./store/lock.js";
export { CannotOpen } from "./store/make-folder.js";

export interface LunaServerOptions {
  /** Port to listen on; 0, the default, is any free one. */
  readonly port?: number;
  /** Address to listen on; the default is 127.0.0.1. Any other needs an admin token. */
  readonly host?: string;
  /** Folder to keep all sandboxes in; without one they live in memory and end with the server. */
  readonly data?: string;
  /** With a folder: an answer waits until its change is on the disk. */
  readonly durable?: boolean;
  /** Seed of made-up data and ids, from 0 to 4294967295; the default is 1. */
  readonly seed?: number;
  /** Fixture of the sandbox `default` when it is made; the default is `demo`. */
  readonly fixture?: "demo" | "empty" | State;
  /** The time at which the clock of `default` stands when it is made, such as 2026-01-15T12:00:00Z; else it goes. */
  readonly now?: string;
  /** Switches of GET /_luna/readings by name, for `default` and for all that does not set them; the rest is default. */
  readonly reading?: Readonly<Partial<Record<SwitchName, string>>>;
  /** Validate every answer against the OpenAPI document; an answer that does not fit is a 500. */
  readonly strict?: boolean;
  /** Every answer names the rules that had a say, in x-luna-rules; without it, when x-luna-explain: 1 asks for it. */
  readonly explain?: boolean;
  /** Asked for by the control plane in x-luna-admin-token. */
  readonly adminToken?: string;
  /** Names beside those of this machine that requests to the control plane may come to. */
  readonly allowedHosts?: readonly string[];
  /** Begins the addresses in answers; the default is the host that the request came to. */
  readonly publicUrl?: string;
  /** Web origin whose pages may call the vendor's path, `*` for all. */
  readonly cors?: string;
  /** How many sandboxes there may be; the default is 1000. */
  readonly maxSandboxes?: number;
  /** Real time in milliseconds since 1970; the default is the system's. */
  readonly realNow?: () => number;
  /** Hears of bugs and of trouble with files; the default writes to stderr. */
  readonly log?: (message: string) => void;
}

export interface LunaServer {
  /** Such as `http://127.0.0.1:4010`; the vendor's methods are under `/api/v1/`. */
  readonly url: string;
  /** Whether `default` was found in the data folder, so that neither fixture nor seed had a say. */
  readonly restored: boolean;
  /** What an Express app needs to be mounted elsewhere: `createApp(server.parts)`. */
  readonly parts: Parts;
  /** A new sandbox; with an id that exists, an error. */
  sandbox(request?: Parameters<Sandboxes["create"]>[0]): Promise<SandboxView>;
  /** Mistakes of the clients of a sandbox, `default` unless another is named; see docs/mistakes.md. */
  report(sandboxId?: string): ClientReport;
  /** Finishes the requests under way, writes everything down and stops. */
  close(): Promise<void>;
}

/** The client report of a sandbox, of all that the ledger still has. */
function reportOf(ledger: Ledger, sandboxId: string): ClientReport {
  const records = ledger.read({ sandboxId, limit: Number.POSITIVE_INFINITY }) ?? [];
  return clientReport(records.map(formatEntry), !ledger.isFull);
}

/** The options do not go together; the message says what to do. */
export class BadOptions extends Error {
  override name = "BadOptions" as const;
}

const loopback = new Set(["127.0.0.1", "localhost", "::1"]);
const sweepMs = 1000;

function check(options: LunaServerOptions): void {
  const { host = "127.0.0.1", adminToken, publicUrl, cors, maxSandboxes, allowedHosts = [] } = options;
  const { data, durable, seed = usualSeed } = options;
  if (!loopback.has(host) && !adminToken) {
    throw new BadOptions(
      `listening on ${host} opens the control plane to other machines: protect it with --admin-token, or listen on 127.0.0.1`,
    );
  }
  if (publicUrl !== undefined && !(/^https?:\/\/[^/]+(\/.*[^/])?$/.test(publicUrl) && URL.canParse(publicUrl))) {
    throw new BadOptions("--public-url is an address such as https://luna.example.com, without a slash at the end");
  }
  if (cors !== undefined && cors !== "*" && !(URL.canParse(cors) && new URL(cors).origin === cors)) {
    throw new BadOptions("--cors is * or the origin of web pages, such as https://shop.example.com");
  }
  if (maxSandboxes !== undefined && !(maxSandboxes >= 1)) throw new BadOptions("maxSandboxes is at least 1");
  if (!(Number.isInteger(seed) && seed >= 0 && seed <= largestSeed))
    throw new BadOptions(`seed is a whole number from 0 to ${largestSeed}`);
  const withPort = allowedHosts.find((name) => /^[^:]*:\d+$|\]:\d+$/.test(name));
  if (withPort !== undefined)
    throw new BadOptions(`--allowed-host is a name without a port: ${JSON.stringify(withPort)} has one`);
  if (durable && data === undefined)
    throw new BadOptions("--durable needs a data folder: with --memory nothing is written to a disk");
}

/**
 * Starts a server. Its sandbox `default` exists from the start, with the tokens `luna-demo-token` and
 * `luna-rival-token`.
 *
 * @example
 * const server = await createLunaServer({ seed: 7 });
 * const { companies } = await server.sandbox({ fixture: "empty" });
 * await server.close();
 */
export async function createLunaServer(options: LunaServerOptions = {}): Promise<LunaServer> {
  check(options);
  const reading = withSwitches(defaultReading, options.reading ?? {});
  const { host = "127.0.0.1", port = 0, realNow = Date.now, publicUrl, seed = usualSeed, fixture = "demo" } = options;
  const log = options.log ?? ((message) => process.stderr.write(`${message}\n`));

  const folder =
    options.data === undefined
      ? undefined
      : await FolderKeeper.open(options.data, {
          durable: options.durable ?? false,
          encode: encodeSnapshot,
          decode: decodeSnapshot,
          warn: log,
        });
  const store = new MemoryStore(folder?.keeper, folder?.kept);
  try {
    const ledger = new Ledger(defaultSandbox);
    const sandboxes = new Sandboxes({
      store,
      ledger,
      realNow,
      maxSandboxes: options.maxSandboxes ?? 1000,
      seed,
      reading,
      log,
    });
    const restored = (await store.sandbox(defaultSandbox)) !== undefined;
    const readings = new Readings(store);
    if (!restored)
      await sandboxes.create({
        id: defaultSandbox,
        fixture,
        ...(options.now === undefined ? {} : { now: options.now }),
      });
    else if (options.reading !== undefined)
      await readings.put(defaultSandbox, { ...(await readings.get(defaultSandbox)), ...options.reading });

    const engine = new Engine({
      store,
      ledger,
      strict: options.strict ? await answerValidators() : undefined,
      realNow,
      reading,
      explain: options.explain,
      publicUrl,
      log,
    });
    const names = [
      host,
      ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
      ...(options.allowedHosts ?? []),
    ];
    const parts: Parts = {
      engine,
      ledger,
      sandboxes,
      templates: new Templates(store),
      people: new People(store, realNow),
      clocks: new Clocks(store, realNow),
      readings,
      guard: {
        allowedHosts: names,
        adminToken: options.adminToken,
        publicOrigin: publicUrl === undefined ? undefined : new URL(publicUrl).origin,
      },
      vendor: { engine, cors: options.cors },
      publicUrl,
      health: async () => ({ failure: folder?.keeper.failure?.message, sandboxes: (await store.sandboxes()).length }),
      log,
    };
    const listening = await listen(parts, host, port);
    const sweeper = setInterval(
      () => sandboxes.sweep().catch((error) => log(`sandboxes cannot be looked through: ${error}`)),
      sweepMs,
    );
    sweeper.unref();
    let closed: Promise<void> | undefined;
    const close = async () => {
      clearInterval(sweeper);
      await listening.close();
      await store.close();
    };
    return {
      url: listening.url,
      restored,
      parts,
      sandbox: (request) => sandboxes.create(request),
      report: (sandboxId = defaultSandbox) => reportOf(ledger, sandboxId),
      close: () => {
        closed ??= close();
        return closed;
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

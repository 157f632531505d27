import type { FaultRegistry } from "../faults/fault-registry.js";
import { nowOf } from "../model/clock.js";
import type { Profile } from "../model/profile.js";
import type { Iso } from "../model/records.js";
import type { RequestLog } from "../requests/request-log.js";
import { asState, type State, stateOf } from "../state/state.js";
import {
  defaultSandbox,
  type SandboxInfo,
  type SandboxOverview,
  type SandboxRecords,
  type Store,
} from "../store/port.js";
import { parseNow } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { ensureMatch } from "./etag.js";
import { asControlError, conflictError, unknownSandbox, withControlErrors } from "./map-errors.js";
import { OriginRecords } from "./origin-records.js";
import { checkedSandboxRequest, newIdentity, type SandboxRequest } from "./sandbox-creation.js";
import { type DamagedView, type SandboxView, sandboxView } from "./sandbox-view.js";
import { etagOfState, exportState, type StateExport } from "./state-export.js";
import { fixedTokens, keepTokens, presentTokens } from "./tokens.js";
import { overviewOf } from "./transact.js";

export interface SandboxesOptions {
  readonly store: Store;
  readonly requestLog: RequestLog;
  readonly faultRegistry: FaultRegistry;
  readonly realNow: () => number;
  /** Maximum number of sandboxes, including `default`. */
  readonly maxSandboxes: number;
  /** Default seed of a new sandbox. */
  readonly seed: number;
  /** Default profile of a new sandbox. */
  readonly profile: Profile;
  /** Called when deleting an expired sandbox failed. */
  readonly log: (message: string) => void;
}

/** Creates, lists, resets and deletes sandboxes. */
export class Sandboxes {
  readonly #options: SandboxesOptions;
  readonly #store: Store;
  /** Time of the last reset, by sandbox id. */
  readonly #resets = new Map<string, Iso>();
  readonly #origins: OriginRecords;

  constructor(options: SandboxesOptions) {
    this.#options = options;
    this.#store = options.store;
    this.#origins = new OriginRecords(options);
  }

  /** Returns the usable sandboxes. */
  async list(): Promise<readonly SandboxView[]> {
    const found = await Promise.all((await this.#store.sandboxes()).map(({ id }) => this.#store.overview(id)));
    // A sandbox may have been deleted meanwhile.
    return found.flatMap((overview) => (overview === undefined ? [] : [this.#view(overview.info, overview)]));
  }

  /** Returns the sandboxes with damaged files. */
  async damaged(): Promise<readonly DamagedView[]> {
    return (await this.#store.damaged()).map(({ id, reason }) => ({ id, damaged: reason }));
  }

  async has(id: string): Promise<boolean> {
    return (await this.#store.sandbox(id)) !== undefined;
  }

  async get(id: string): Promise<SandboxView> {
    const overview = await overviewOf(this.#store, id);
    return this.#view(overview.info, overview);
  }

  async create(request: SandboxRequest = {}): Promise<SandboxView> {
    const body = checkedSandboxRequest(request);
    const { maxSandboxes, seed: defaultSeed } = this.#options;
    await this.sweep();
    const { fixture = "demo", seed = defaultSeed, now, profile } = body;
    const info: SandboxInfo = {
      ...newIdentity(body, this.#options.realNow()),
      origin: {
        fixture: typeof fixture === "string" ? fixture : "state",
        seed,
        now: now === undefined ? null : parseNow(now),
        profile: this.#origins.profileOf(fixture, profile),
      },
    };
    const { id } = info;
    const records = await this.#origins.forSandbox(info, fixedTokens(id), fixture);
    const done = await withControlErrors(() => this.#store.createSandbox(info, records, maxSandboxes));
    if (done !== "done") throw conflictError(done, id);
    return this.#view(info, records);
  }

  /** Deletes a sandbox and all its records. */
  async delete(id: string): Promise<void> {
    if (id === defaultSandbox && (await this.#info(id)))
      throw new ControlError(409, "the default sandbox cannot be deleted; reset it instead");
    const isDeleted = await withControlErrors(() => this.#store.deleteSandbox(id));
    if (!isDeleted) throw unknownSandbox(id);
    this.#forget(id);
  }

  /** Deletes expired sandboxes. */
  async sweep(): Promise<void> {
    const now = new Date(this.#options.realNow()).toISOString();
    for (const { id, expiresAt } of await this.#store.sandboxes()) {
      if (expiresAt === null || expiresAt > now) continue;
      try {
        if (await this.#store.deleteSandbox(id)) this.#forget(id);
      } catch (error) {
        this.#options.log(`deleting the expired sandbox ${id} failed: ${(error as Error).message}`);
      }
    }
  }

  /** Restores the records that the sandbox was created with. Companies keep their tokens. */
  async reset(id: string): Promise<SandboxView> {
    const info = await this.#info(id);
    const { fixture, now } = info.origin;
    // The dates of a demo follow the real time.
    const isDated = fixture === "demo" && now === null && info.forkOf === undefined;
    const fresh = isDated ? await this.#origins.forSandbox(info, undefined, fixture) : undefined;
    const done = await withControlErrors(() => this.#store.reset(id, keepTokens(id), fresh));
    if (done !== "done") throw conflictError(done, id);
    this.#resets.set(id, new Date(this.#options.realNow()).toISOString());
    return this.get(id);
  }

  /** Returns the time of a sandbox's last reset; undefined if this process has not reset it. */
  lastReset(id: string): Iso | undefined {
    return this.#resets.get(id);
  }

  /** Forgets a deleted sandbox, so that a new sandbox with its id starts without a log and without faults. */
  #forget(id: string): void {
    this.#options.requestLog.forget(id);
    this.#options.faultRegistry.forget(id);
    this.#resets.delete(id);
  }

  async state(id: string): Promise<State> {
    await this.#info(id);
    const records = await this.#store.records(id);
    if (records === undefined) throw unknownSandbox(id);
    return stateOf(records);
  }

  async exportState(id: string): Promise<StateExport> {
    return exportState(await this.state(id));
  }

  /**
   * Replaces all records. A company without a token keeps its present token. `ifMatch` is the header of a conditional
   * PUT.
   */
  async putState(id: string, body: unknown, ifMatch?: string): Promise<SandboxView> {
    return this.#replace(await this.#info(id), (present) => {
      ensureMatch(ifMatch, () => etagOfState(stateOf(present)));
      const now = nowOf(present.clock, this.#options.realNow());
      return this.#origins.fromState({
        state: validState(body),
        seed: present.seed,
        now,
        tokenOf: presentTokens(id, present),
      });
    });
  }

  async #replace(info: SandboxInfo, replace: (present: SandboxRecords) => SandboxRecords): Promise<SandboxView> {
    const { id } = info;
    const done = await withControlErrors(() => this.#store.replaceRecords(id, replace));
    if ("conflict" in done) throw conflictError(done, id);
    return this.#view(info, done.replaced);
  }

  async #info(id: string): Promise<SandboxInfo> {
    return (await overviewOf(this.#store, id)).info;
  }

  #view(info: SandboxInfo, content: Omit<SandboxOverview, "info">): SandboxView {
    return sandboxView(info, content, this.#options.realNow());
  }
}

function validState(body: unknown): State {
  try {
    return asState(body);
  } catch (error) {
    throw asControlError(error);
  }
}

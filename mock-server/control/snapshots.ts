import { mebibyte } from "../../shared/units.js";
import { type SnapshotInfo, type SnapshotLimits, type Store, UnknownSnapshotError } from "../store/port.js";
import { ensureBody } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { asControlError, conflictError, withControlErrors } from "./map-errors.js";
import type { Moments } from "./moments.js";
import { nextNumbered } from "./next-numbered.js";
import { type RecordDiff, recordDiffs } from "./record-diff.js";
import type { SandboxView } from "./sandbox-view.js";
import type { Sandboxes } from "./sandboxes.js";
import { keepTokens } from "./tokens.js";

/** The records that differ between two states. */
export interface Diff {
  readonly records: readonly RecordDiff[];
  /** Number of further records. */
  readonly omitted: number;
}

const limits: SnapshotLimits = { count: 100, bytes: 512 * mebibyte };

const momentForm = "must be now, the name of a snapshot, or the id of a request";

/** Maximum number of records in a diff. */
const maxDiffRecords = 10_000;

interface SnapshotsOptions {
  readonly store: Store;
  readonly sandboxes: Sandboxes;
  readonly moments: Moments;
  readonly realNow: () => number;
}

/** Takes, restores, compares and deletes snapshots of sandboxes. */
export class Snapshots {
  readonly #options: SnapshotsOptions;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
  }

  /** Returns the snapshots in order of creation. */
  async list(sandboxId: string): Promise<readonly SnapshotInfo[]> {
    return withControlErrors(async () => this.#options.store.snapshots(sandboxId));
  }

  /** Copies the present records. The default name is `snapshot-1` and so on. */
  async create(sandboxId: string, body: unknown = {}): Promise<SnapshotInfo> {
    ensureBody("SnapshotRequest", body);
    if (body.name === "now") throw new ControlError(400, 'name must not be "now", which names the present state');
    for (;;) {
      const name = body.name ?? (await this.#nextName(sandboxId));
      const info = { name, createdAt: new Date(this.#options.realNow()).toISOString() };
      const done = await withControlErrors(() => this.#options.store.snapshot(sandboxId, info, limits));
      if (done === "done") return info;
      if (done.conflict === "limit") throw limitError();
      if (body.name !== undefined)
        throw new ControlError(409, `snapshot ${name} exists already; choose another name, or delete it`);
      // Another request has taken the default name meanwhile.
    }
  }

  async #nextName(sandboxId: string): Promise<string> {
    return nextNumbered(
      "snapshot",
      (await this.list(sandboxId)).map(({ name }) => name),
    );
  }

  /** Restores the records of a snapshot, with clock and profile. Companies keep their tokens. */
  async restore(sandboxId: string, name: string): Promise<SandboxView> {
    const { store, sandboxes } = this.#options;
    const done = await withControlErrors(() => store.restore(sandboxId, name, keepTokens(sandboxId)));
    if (done !== "done") throw conflictError(done, sandboxId);
    return sandboxes.get(sandboxId);
  }

  async delete(sandboxId: string, name: string): Promise<void> {
    const { store } = this.#options;
    const isDeleted = await withControlErrors(() => store.deleteSnapshot(sandboxId, name));
    if (!isDeleted) throw asControlError(new UnknownSnapshotError(sandboxId, name));
  }

  /** Compares two states. Each is `now`, a snapshot, or a request, which stands for the state right before it. */
  async diff(sandboxId: string, from: string, to = "now"): Promise<Diff> {
    const { store, moments } = this.#options;
    return withControlErrors(async () =>
      diffOf(
        await store.differences(sandboxId, await moments.named(sandboxId, from), await moments.named(sandboxId, to)),
      ),
    );
  }

  /** Like {@link diff}, with the parameters of a query. */
  async diffOf(sandboxId: string, query: Readonly<Record<string, unknown>>): Promise<Diff> {
    const { from, to = "now", ...others } = query;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined)
      throw new ControlError(400, `unknown parameter ${JSON.stringify(unknown)}; use from or to`);
    if (from === undefined) throw new ControlError(400, `from is missing; it ${momentForm}`);
    for (const [name, value] of Object.entries({ from, to }))
      if (typeof value !== "string" || value === "") throw new ControlError(400, `${name} ${momentForm}`);
    return this.diff(sandboxId, String(from), String(to));
  }

  /** Returns the records that a request has changed. */
  async diffOfRequest(sandboxId: string, requestId: string): Promise<Diff> {
    const { store, sandboxes, moments } = this.#options;
    await sandboxes.get(sandboxId);
    const { from, to } = moments.around(sandboxId, requestId);
    return withControlErrors(async () => diffOf(await store.differences(sandboxId, from, to)));
  }
}

function limitError(): ControlError {
  const { count, bytes } = limits;
  const maximum = `a sandbox has at most ${count} snapshots with about ${bytes / mebibyte} MiB of records`;
  return new ControlError(429, `${maximum}; delete some with DELETE …/snapshots/:name`);
}

function diffOf(differences: Parameters<typeof recordDiffs>[0]): Diff {
  const records = recordDiffs(differences);
  return { records: records.slice(0, maxDiffRecords), omitted: Math.max(0, records.length - maxDiffRecords) };
}

import type { Calls } from "./calls.js";
import type { ForkRequest } from "./control/sandbox-creation.js";
import { SandboxRequestLog } from "./control/sandbox-request-log.js";
import type { SandboxView } from "./control/sandbox-view.js";
import type { Diff } from "./control/snapshots.js";
import type { Fault, FaultRequest } from "./faults/fault.js";
import type { ClientReport } from "./report/client-report.js";
import type { Services } from "./services.js";
import type { SnapshotInfo } from "./store/port.js";

/** A sandbox of a server in the same process. After the server's close(), its functions reject with ServerClosedError. */
export interface Sandbox extends SandboxView {
  /** Restores the records that it was created with. Companies keep their tokens. */
  reset(): Promise<SandboxView>;
  /** Copies the present records. The default name is `snapshot-1` and so on. */
  snapshot(name?: string): Promise<SnapshotInfo>;
  /** Returns the snapshots in order of creation. */
  snapshots(): Promise<readonly SnapshotInfo[]>;
  /** Deletes a snapshot. Throws ControlError for an unknown name. */
  deleteSnapshot(name: string): Promise<void>;
  /** Restores the records of a snapshot, with clock and profile. Throws ControlError for an unknown name. */
  restore(snapshot: string): Promise<SandboxView>;
  /** Creates a sandbox with the records of a snapshot, of the state right before a request, or of the present. */
  fork(request?: ForkRequest): Promise<Sandbox>;
  /** Compares two states, each `now`, a snapshot, or a request, which stands for the state right before it. */
  diff(from: string, to?: string): Promise<Diff>;
  /** Deletes the sandbox and all its records. */
  delete(): Promise<void>;
  /** Returns the report on its clients. */
  report(): Promise<ClientReport>;
  readonly faults: SandboxFaults;
  readonly requests: SandboxRequestLog;
}

/** The faults of a sandbox; see docs/faults.md. */
export interface SandboxFaults {
  /** Adds a fault. Throws ControlError for an invalid fault. */
  add(fault: FaultRequest): Promise<Fault>;
  /** Returns the faults in order of creation, with their counts. */
  list(): Promise<readonly Fault[]>;
  /** Deletes a fault. Throws ControlError for an unknown id. */
  delete(faultId: string): Promise<void>;
  /** Deletes all faults. */
  clear(): Promise<void>;
}

/** Returns a sandbox with functions that wait for the server's close(). */
export function sandboxHandle(view: SandboxView, services: Services, calls: Calls): Sandbox {
  const { sandboxes, snapshots, forks, faults, requests, reports } = services;
  const { id } = view;
  return {
    ...view,
    reset: () => calls.run(() => sandboxes.reset(id)),
    snapshot: (name) => calls.run(() => snapshots.create(id, name === undefined ? {} : { name })),
    snapshots: () => calls.run(() => snapshots.list(id)),
    deleteSnapshot: (name) => calls.run(() => snapshots.delete(id, name)),
    restore: (snapshot) => calls.run(() => snapshots.restore(id, snapshot)),
    fork: async (request) => sandboxHandle(await calls.run(() => forks.create(id, request)), services, calls),
    diff: (from, to) => calls.run(() => snapshots.diff(id, from, to)),
    delete: () => calls.run(() => sandboxes.delete(id)),
    report: () => calls.run(() => reports.get(id)),
    requests: new SandboxRequestLog(requests, id, (call) => calls.run(call)),
    faults: {
      add: (fault) => calls.run(() => faults.add(id, fault)),
      list: () => calls.run(async () => (await faults.list(id)).faults),
      delete: (faultId) => calls.run(() => faults.delete(id, faultId)),
      clear: () => calls.run(() => faults.clear(id)),
    },
  };
}

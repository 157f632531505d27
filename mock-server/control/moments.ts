import type { RequestLog } from "../requests/request-log.js";
import type { Moment, Store } from "../store/port.js";
import { ControlError } from "./control-error.js";
import { unknownRequest } from "./map-errors.js";

/** Finds the states of a sandbox that requests to the control plane name. */
export class Moments {
  readonly #store: Store;
  readonly #requestLog: RequestLog;

  constructor(store: Store, requestLog: RequestLog) {
    this.#store = store;
    this.#requestLog = requestLog;
  }

  /** Returns the state right before a request. Throws ControlError. */
  before(sandboxId: string, requestId: string): Moment {
    return { version: this.#versionsOf(sandboxId, requestId).before };
  }

  /** Returns the states before and after a request. Throws ControlError. */
  around(sandboxId: string, requestId: string): { readonly from: Moment; readonly to: Moment } {
    const { before, after } = this.#versionsOf(sandboxId, requestId);
    return { from: { version: before }, to: { version: after } };
  }

  /** Returns the state named `now`, a snapshot, or the state right before a request. Throws ControlError. */
  async named(sandboxId: string, name: string): Promise<Moment> {
    if (name === "now") return "now";
    const snapshots = await this.#store.snapshots(sandboxId);
    if (snapshots.some((snapshot) => snapshot.name === name)) return { snapshot: name };
    const isRequest =
      this.#requestLog.find(sandboxId, name) !== undefined || this.#requestLog.mayHaveDropped(sandboxId, name);
    if (!isRequest)
      throw new ControlError(
        404,
        `unknown snapshot or request ${JSON.stringify(name)}; list snapshots with GET …/snapshots, and requests with GET …/requests`,
      );
    return this.before(sandboxId, name);
  }

  #versionsOf(sandboxId: string, requestId: string): { readonly before: number; readonly after: number } {
    const record = this.#requestLog.find(sandboxId, requestId);
    const quoted = JSON.stringify(requestId);
    if (record === undefined)
      throw this.#requestLog.mayHaveDropped(sandboxId, requestId)
        ? new ControlError(410, `request ${quoted} has left the request log; take a snapshot to keep a state`)
        : unknownRequest(requestId);
    if (record.version === undefined)
      throw new ControlError(409, `request ${quoted} has no valid token, so it belongs to no state of a sandbox`);
    return { before: record.version, after: record.version + (record.changedKeys.length > 0 ? 1 : 0) };
  }
}

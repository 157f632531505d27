import { withSwitches } from "../model/profile.js";
import type { Moment, Store } from "../store/port.js";
import { parseNow } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { conflictError, withControlErrors } from "./map-errors.js";
import type { Moments } from "./moments.js";
import { checkedForkRequest, type ForkRequest, newIdentity } from "./sandbox-creation.js";
import type { SandboxView } from "./sandbox-view.js";
import type { Sandboxes } from "./sandboxes.js";
import { randomToken } from "./tokens.js";

interface ForksOptions {
  readonly store: Store;
  readonly sandboxes: Sandboxes;
  readonly moments: Moments;
  readonly realNow: () => number;
  /** Maximum number of sandboxes, including forks. */
  readonly maxSandboxes: number;
}

/** Maximum number of forks of a sandbox that exist at a time. */
const maxForks = 1000;

/** Creates sandboxes from states of other sandboxes. */
export class Forks {
  readonly #options: ForksOptions;

  constructor(options: ForksOptions) {
    this.#options = options;
  }

  /** Creates a sandbox from a snapshot, from the state right before a request, or from the present state. */
  async create(sourceId: string, request: ForkRequest = {}): Promise<SandboxView> {
    const body = checkedForkRequest(request);
    const { store, sandboxes, realNow, maxSandboxes } = this.#options;
    await sandboxes.sweep();
    await sandboxes.get(sourceId);
    const forks = (await store.sandboxes()).filter(({ forkOf }) => forkOf === sourceId);
    if (forks.length >= maxForks)
      throw new ControlError(429, `sandbox ${sourceId} has ${maxForks} forks; delete some, or fork another sandbox`);
    const moment = this.#momentOf(sourceId, body);
    const clock = body.now === undefined ? undefined : { now: parseNow(body.now), offsetMs: 0 };
    const identity = newIdentity(body, realNow());
    const { id } = identity;
    const done = await withControlErrors(() =>
      store.fork(
        sourceId,
        moment,
        ({ seed, profile: present, companies }) => {
          const profile = withSwitches(present, body.profile ?? {});
          return {
            info: { ...identity, forkOf: sourceId, origin: { fixture: "state", seed, now: null, profile } },
            companies: companies.map((company) => ({ ...company, token: randomToken() })),
            profile,
            ...(clock !== undefined && { clock }),
          };
        },
        maxSandboxes,
      ),
    );
    if (done !== "done") throw conflictError(done, id);
    return sandboxes.get(id);
  }

  #momentOf(sourceId: string, { snapshot, request }: Pick<ForkRequest, "snapshot" | "request">): Moment {
    if (snapshot !== undefined && request !== undefined)
      throw new ControlError(400, "snapshot and request must not be combined; a fork begins with one state");
    if (request !== undefined) return this.#options.moments.before(sourceId, request);
    return snapshot === undefined ? "now" : { snapshot };
  }
}

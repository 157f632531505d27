import { isJson } from "../../shared/json.js";
import { unknownName } from "../../shared/nearest.js";
import { type Fault, type FaultRequest, maxFaults, type StoredFault } from "../faults/fault.js";
import { faultProblems, storedFaultProblem } from "../faults/fault-problems.js";
import type { FaultRegistry } from "../faults/fault-registry.js";
import type { SandboxOverview, Store } from "../store/port.js";
import { invalidRequestBody } from "./bodies.js";
import { ControlError } from "./control-error.js";
import { withControlErrors } from "./map-errors.js";
import { nextNumbered } from "./next-numbered.js";
import { overviewOf } from "./transact.js";

/** The faults of a sandbox as the control plane lists them. */
export interface FaultList {
  /** In order of creation. */
  readonly faults: readonly Fault[];
  /** Ids of the faults that have not fired yet. */
  readonly neverFired: readonly string[];
}

/** Adds, lists and deletes faults. */
export class Faults {
  readonly #store: Store;
  readonly #registry: FaultRegistry;

  constructor(store: Store, registry: FaultRegistry) {
    this.#store = store;
    this.#registry = registry;
  }

  /** Loads the persisted faults of all sandboxes. Invalid faults, such as those of a later version, are dropped. */
  async load(warn: (message: string) => void): Promise<void> {
    for (const { id } of await this.#store.sandboxes()) {
      const valid = this.#store.faults(id).filter((fault): fault is StoredFault => {
        const problem = storedFaultProblem(fault);
        if (problem !== undefined) warn(`a fault of sandbox ${id} is invalid and was dropped: ${problem}`);
        return problem === undefined;
      });
      this.#registry.restore(id, valid);
    }
  }

  async add(sandboxId: string, body: unknown): Promise<Fault> {
    const overview = await overviewOf(this.#store, sandboxId);
    const present = this.#registry.list(sandboxId);
    const fault = createFault(body, overview, present);
    await this.#set(sandboxId, [...present, fault]);
    return viewOf(fault);
  }

  /** Replaces the faults of a sandbox. */
  async replace(sandboxId: string, bodies: readonly unknown[]): Promise<void> {
    const overview = await overviewOf(this.#store, sandboxId);
    const faults: StoredFault[] = [];
    for (const body of bodies) faults.push(createFault(body, overview, faults));
    await this.#set(sandboxId, faults);
  }

  async list(sandboxId: string): Promise<FaultList> {
    await overviewOf(this.#store, sandboxId);
    const faults = this.#registry.list(sandboxId).map(viewOf);
    return { faults, neverFired: faults.filter(({ fired }) => fired === 0).map(({ id }) => id) };
  }

  async delete(sandboxId: string, faultId: string): Promise<void> {
    await overviewOf(this.#store, sandboxId);
    const present = this.#registry.list(sandboxId);
    const left = present.filter(({ id }) => id !== faultId);
    if (left.length === present.length)
      throw new ControlError(404, `unknown fault ${JSON.stringify(faultId)}; list all with GET …/faults`);
    await this.#set(sandboxId, left);
  }

  /** Deletes all faults of a sandbox. */
  async clear(sandboxId: string): Promise<void> {
    await overviewOf(this.#store, sandboxId);
    await this.#set(sandboxId, []);
  }

  async #set(sandboxId: string, faults: readonly StoredFault[]): Promise<void> {
    await withControlErrors(() => this.#registry.set(sandboxId, faults));
  }
}

const viewOf = ({ seed: _seed, ...fault }: StoredFault): Fault => fault;

/** Returns the message for a company that the sandbox does not have. */
function companyProblem(body: unknown, { companies }: SandboxOverview): string | undefined {
  const company = isJson(body) ? body.company : undefined;
  const known = companies.map(({ id }) => id);
  return typeof company === "string" && !known.includes(company) ? unknownName("company", company, known) : undefined;
}

/** Creates a fault beside the present faults of its sandbox. Throws ControlError for an invalid body. */
function createFault(body: unknown, overview: SandboxOverview, present: readonly StoredFault[]): StoredFault {
  const problems = [...faultProblems(body), companyProblem(body, overview)].filter((problem) => problem !== undefined);
  if (problems.length > 0) throw invalidRequestBody("FaultRequest", problems.join("; "));
  const request = structuredClone(body) as FaultRequest;
  const presentIds = present.map((fault) => fault.id);
  const { id = nextNumbered("fault", presentIds) } = request;
  if (presentIds.includes(id))
    throw new ControlError(409, `fault ${id} exists already; choose another id, or delete it`);
  if (present.length >= maxFaults)
    throw new ControlError(429, `a sandbox has at most ${maxFaults} faults; delete some with DELETE …/faults/:id`);
  return { ...request, id, matched: 0, fired: 0, seed: overview.seed };
}

import type { components } from "../../openapi/control.gen.js";
import { defaultProfile, switchedIn, withSwitches } from "../model/profile.js";
import { checkedFormat } from "../store/disk/checksum.js";
import type { PersistedState } from "../store/disk/state-file.js";
import { FixtureError } from "./check.js";
import { asState, formatVersion, type Origin, recordsOfState, type State, stateOf } from "./state.js";
import { flawIn } from "./violation.js";

type Fixture = components["schemas"]["Fixture"];

/** Returns the content of a state file: a state with a part that only the server reads. */
export const encodeStateFile = ({ info, records, journal = 0 }: PersistedState): State => {
  const { id, createdAt, expiresAt } = info;
  const fixture = info.origin.fixture as Fixture;
  const origin = { ...info.origin, fixture, profile: switchedIn(info.origin.profile) };
  const { formatVersion: _, ...rest } = stateOf(records);
  return { formatVersion: checkedFormat, file: { id, origin, createdAt, expiresAt, journal }, ...rest };
};

/** Throws FixtureError for a file name that is no valid sandbox id. */
function ensureSandboxId(id: string): void {
  const flaw = flawIn("SandboxRequest", { id });
  if (flaw !== undefined) throw new FixtureError("file name", flaw.replace(/^id: /, ""));
}

/**
 * Returns the sandbox in a state file. A file without the server's part, such as an export, becomes a new sandbox with
 * the values of `fresh`. Throws FixtureError for an invalid state.
 */
export function decodeStateFile(value: unknown, id: string, fresh: Omit<Origin, "profile">): PersistedState {
  const { file, checksum: _, ...rest } = asState(value);
  const state = { ...rest, formatVersion };
  if (file === undefined) {
    ensureSandboxId(id);
    const { seed = fresh.seed } = state;
    const profile = withSwitches(defaultProfile, state.profile ?? {});
    const origin = { fixture: state, seed, now: null, profile };
    const info = { id, origin, createdAt: fresh.now, expiresAt: null };
    return { info, records: recordsOfState(state, { ...fresh, profile }), journal: undefined };
  }
  const { journal, origin, ...stored } = file;
  const profile = withSwitches(defaultProfile, origin.profile);
  const info = { ...stored, origin: { ...origin, fixture: origin.fixture, profile } };
  const newToken = (company: string): never => {
    throw new Error(`company ${company} has no token`);
  };
  const records = recordsOfState(state, { seed: origin.seed, now: info.createdAt, profile, newToken });
  return { info, records, journal };
}

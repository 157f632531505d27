import {
  defaultProfile,
  evidenceOf,
  type Profile,
  switches,
  switchNames,
  valuesOf,
  withSwitches,
} from "../model/profile.js";
import type { Store } from "../store/port.js";
import { ensureBody } from "./bodies.js";
import { ensureMatch, etagOf, type TaggedResource } from "./etag.js";
import { overviewOf, transact } from "./transact.js";

/** All switches, as in the response of `GET /_luna/switches`. */
export const switchList = switchNames.map((name) => {
  const { kind, question, values, advice, settledBy } = switches[name];
  const [first] = valuesOf(name);
  return {
    name,
    kind,
    question,
    values: valuesOf(name),
    default: first,
    evidence: Object.fromEntries(values.map(({ value }) => [value, evidenceOf(name, value)])),
    advice,
    settledBy,
  };
});

/** Shows and sets the profile of a sandbox. */
export class Profiles {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Returns the value of every switch. */
  async get(sandboxId: string): Promise<Profile> {
    return (await overviewOf(this.#store, sandboxId)).profile;
  }

  async getTagged(sandboxId: string): Promise<TaggedResource> {
    const json = JSON.stringify(await this.get(sandboxId));
    return { json, etag: etagOf(json) };
  }

  /** Sets the given switches, and all others to their default. `ifMatch` is the header of a conditional PUT. */
  put(sandboxId: string, body: unknown, ifMatch?: string): Promise<Profile> {
    ensureBody("Profile", body);
    return transact(this.#store, sandboxId, async (tx) => {
      const present = await tx.profile();
      ensureMatch(ifMatch, () => etagOf(JSON.stringify(present)));
      const profile = withSwitches(defaultProfile, body);
      await tx.setProfile(profile);
      return profile;
    });
  }
}

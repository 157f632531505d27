import { changedSwitches, defaultProfile, type Profile, withSwitches } from "../model/profile.js";
import type { Iso } from "../model/records.js";
import { ensureStampCounters } from "../state/ensure-records.js";
import { fixtureTime, loadFixture } from "../state/fixture.js";
import { recordsOfState, type State } from "../state/state.js";
import type { SandboxInfo, SandboxRecords } from "../store/port.js";
import { ensureClockTime } from "./bodies.js";
import { asControlError, withControlErrors } from "./map-errors.js";
import { randomToken, type TokenOf } from "./tokens.js";

/** A given state, with values for its missing parts. */
interface GivenState {
  /** A valid state. */
  readonly state: State;
  readonly seed: number;
  readonly now: Iso;
  readonly tokenOf: TokenOf | undefined;
}

interface OriginOptions {
  readonly realNow: () => number;
  /** Default profile of a new sandbox. */
  readonly profile: Profile;
}

/** Number of demos of different seeds or times that later sandboxes share. */
const maxDemos = 8;

/** Builds the records that sandboxes begin with. Functions throw ControlError for an invalid fixture. */
export class OriginRecords {
  readonly #options: OriginOptions;
  /** The last demos, by seed and time. */
  readonly #demos = new Map<string, SandboxRecords>();

  constructor(options: OriginOptions) {
    this.#options = options;
  }

  /** Returns the requested profile, or else the fixture's, or else the server's. */
  profileOf(fixture: unknown, requested: Readonly<Record<string, string>> | undefined): Profile {
    const { profile } = this.#options;
    const fixtureProfile = typeof fixture === "object" ? (fixture as State).profile : undefined;
    try {
      if (requested !== undefined) return withSwitches(profile, requested);
      return fixtureProfile === undefined ? profile : withSwitches(defaultProfile, fixtureProfile);
    } catch (error) {
      throw asControlError(error);
    }
  }

  /** Returns the records that a sandbox begins with. */
  async forSandbox({ origin }: SandboxInfo, tokenOf: TokenOf | undefined, fixture: unknown): Promise<SandboxRecords> {
    const { seed, now: frozen } = origin;
    const now = fixtureTime(fixture, frozen, this.#options.realNow());
    const clock = { now: frozen, offsetMs: 0 };
    if (fixture === "demo") {
      const demo = await this.#demo(seed, now);
      const companies = demo.companies.map((company) => ({
        ...company,
        token: tokenOf?.(company.id) ?? randomToken(),
      }));
      return { ...demo, companies, clock, profile: origin.profile };
    }
    const state = await withControlErrors(() => loadFixture(fixture, seed, now));
    const profile = changedSwitches(origin.profile);
    return this.fromState({ state: { ...state, ...(frozen !== null && { clock }), profile }, seed, now, tokenOf });
  }

  /** Returns the records of a demo, which are the same lists for all sandboxes with this seed and time. */
  async #demo(seed: number, now: Iso): Promise<SandboxRecords> {
    const key = `${seed} ${now}`;
    const known = this.#demos.get(key);
    if (known !== undefined) return known;
    const records = this.fromState({ state: await loadFixture("demo", seed, now), seed, now, tokenOf: undefined });
    this.#demos.set(key, records);
    const [oldest] = this.#demos.keys();
    if (this.#demos.size > maxDemos && oldest !== undefined) this.#demos.delete(oldest);
    return records;
  }

  /** Returns the records of a state. Rejects unreachable stamp counters, which only states of older versions may have. */
  fromState({ state, seed, now, tokenOf }: GivenState): SandboxRecords {
    const { profile, realNow } = this.#options;
    try {
      const newToken = (company: string) => tokenOf?.(company) ?? randomToken();
      const records = recordsOfState(state, { seed, now, profile, newToken });
      const { clock } = records;
      ensureClockTime(clock.now === null ? realNow() + clock.offsetMs : Date.parse(clock.now));
      ensureStampCounters(records);
      return records;
    } catch (error) {
      throw asControlError(error);
    }
  }
}

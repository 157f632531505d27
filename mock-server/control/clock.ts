import { advancedClock, nowOf } from "../model/clock.js";
import type { Clock, Iso } from "../model/records.js";
import type { Store } from "../store/port.js";
import { ensureBody, ensureClockTime, parseNow } from "./bodies.js";
import { ensureMatch, etagOf, type TaggedResource } from "./etag.js";
import { transact } from "./transact.js";

/** The time of a sandbox as the control plane shows it. */
export interface ClockView {
  readonly now: Iso;
  readonly frozen: boolean;
}

/** Returns the time of a clock at a real time in milliseconds since 1970. */
export const clockView = (clock: Clock, realMs: number): ClockView => ({
  now: nowOf(clock, realMs),
  frozen: clock.now !== null,
});

/** Returns the ETag of the setting, which does not change while a clock runs. */
const etagOfClock = (clock: Clock): string => etagOf(JSON.stringify(clock));

/** Shows and sets the time of a sandbox. */
export class Clocks {
  readonly #store: Store;
  readonly #realNow: () => number;

  constructor(store: Store, realNow: () => number) {
    this.#store = store;
    this.#realNow = realNow;
  }

  async getTagged(sandboxId: string): Promise<TaggedResource> {
    const { view, clock } = await this.#with(sandboxId, (clock) => clock);
    return { json: JSON.stringify(view), etag: etagOfClock(clock) };
  }

  /** Sets the clock. `ifMatch` is the header of a conditional PUT. */
  async put(sandboxId: string, body: unknown, ifMatch?: string): Promise<ClockView> {
    ensureBody("ClockChange", body);
    const { view } = await this.#with(sandboxId, (clock) => {
      ensureMatch(ifMatch, () => etagOfClock(clock));
      if ("now" in body) return { now: parseNow(body.now), offsetMs: 0 };
      return "real" in body ? { now: null, offsetMs: 0 } : advancedClock(clock, body.advanceSeconds);
    });
    return view;
  }

  #with(sandboxId: string, change: (clock: Clock) => Clock): Promise<{ view: ClockView; clock: Clock }> {
    const real = this.#realNow();
    return transact(this.#store, sandboxId, async (tx) => {
      const before = await tx.clock();
      const clock = change(before);
      if (clock !== before) {
        ensureClockTime(clock.now === null ? real + clock.offsetMs : Date.parse(clock.now));
        await tx.setClock(clock);
      }
      return { view: clockView(clock, real), clock };
    });
  }
}

import { advanced, nowOf } from "../domain/clock.js";
import type { Clock, Iso } from "../domain/model.js";
import type { Store } from "../store/port.js";
import { checkBody, ensureShowable, momentOf } from "./bodies.js";
import { transact } from "./transact.js";

export interface ClockView {
  readonly now: Iso;
  readonly frozen: boolean;
}

/** Shows and sets the time of a sandbox. */
export class Clocks {
  readonly #store: Store;
  readonly #realNow: () => number;

  constructor(store: Store, realNow: () => number) {
    this.#store = store;
    this.#realNow = realNow;
  }

  get(sandboxId: string): Promise<ClockView> {
    return this.#with(sandboxId, (clock) => clock);
  }

  put(sandboxId: string, body: unknown): Promise<ClockView> {
    checkBody("ClockChange", body);
    return this.#with(sandboxId, (clock) => {
      if ("now" in body) return { now: momentOf(body.now), offsetMs: 0 };
      return "real" in body ? { now: null, offsetMs: 0 } : advanced(clock, body.advanceSeconds);
    });
  }

  #with(sandboxId: string, change: (clock: Clock) => Clock): Promise<ClockView> {
    const real = this.#realNow();
    return transact(this.#store, sandboxId, async (tx) => {
      const before = await tx.clock();
      const clock = change(before);
      ensureShowable(clock.now === null ? real + clock.offsetMs : Date.parse(clock.now));
      if (clock !== before) await tx.setClock(clock);
      return { now: nowOf(clock, real), frozen: clock.now !== null };
    });
  }
}

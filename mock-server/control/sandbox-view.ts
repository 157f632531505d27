import { changedSwitches } from "../model/profile.js";
import type { Company, Iso } from "../model/records.js";
import type { SandboxInfo, SandboxOverview } from "../store/port.js";
import { type ClockView, clockView } from "./clock.js";

/** A sandbox as the control plane shows it. */
export interface SandboxView {
  readonly id: string;
  readonly companies: readonly Company[];
  readonly seed: number;
  readonly createdAt: Iso;
  readonly expiresAt: Iso | null;
  /** The sandbox that it was forked from. */
  readonly forkOf?: string;
  readonly clock: ClockView;
  /** Switches that differ from their default. */
  readonly profile: Readonly<Record<string, string>>;
}

/** A damaged sandbox in the list of the control plane. */
export interface DamagedView {
  readonly id: string;
  /** The damaged file, the damage and how to repair it. */
  readonly damaged: string;
}

/** Returns a sandbox as the control plane shows it. `realMs` is the real time in milliseconds since 1970. */
export const sandboxView = (
  { id, createdAt, expiresAt, forkOf }: SandboxInfo,
  { companies, seed, clock, profile }: Omit<SandboxOverview, "info">,
  realMs: number,
): SandboxView => ({
  id,
  companies,
  seed,
  createdAt,
  expiresAt,
  ...(forkOf !== undefined && { forkOf }),
  clock: clockView(clock, realMs),
  profile: changedSwitches(profile),
});

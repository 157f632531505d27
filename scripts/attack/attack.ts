import { mebibyte } from "../../shared/units.js";

/** Result of an attack, with figures that prove it. */
interface Result {
  readonly held: boolean;
  readonly figures: string;
}

export interface Attack {
  readonly name: string;
  /** Returns undefined where the machine lacks a required tool. */
  run(): Promise<Result | undefined>;
}

export const mib = (bytes: number): string => `${Math.round(bytes / mebibyte)} MiB`;

export const inMib = (count: number): number => count * mebibyte;

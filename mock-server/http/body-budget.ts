import { mebibyte } from "../../shared/units.js";

/** Bodies up to this size, in bytes, do not count against the budget. */
export const smallBytes = 16 * 1024;

/** Memory for the bodies of all requests. The default has room for two of the largest bodies of the control plane. */
export class BodyBudget {
  #left: number;

  constructor(bytes = 128 * mebibyte) {
    this.#left = bytes;
  }

  /** Reserves some bytes. Returns false if fewer are left. */
  reserve(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  release(bytes: number): void {
    this.#left += bytes;
  }
}

const mebibyte = 1024 * 1024;

/** A body that takes no more memory than this, in bytes, needs no room in the budget. */
export const smallBytes = 16 * 1024;

/** The memory that the bodies of all requests may take together: twice the largest body of the control plane. */
export class BodyBudget {
  #left: number;

  constructor(bytes = 128 * mebibyte) {
    this.#left = bytes;
  }

  /** Takes some bytes, if as many are left. */
  take(bytes: number): boolean {
    if (bytes > this.#left) return false;
    this.#left -= bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
  }
}

/** Addresses of a sandbox's pages. */
export class Urls {
  readonly #origin: string;
  readonly #sandboxId: string;

  /** `origin` is a scheme and host such as `http://127.0.0.1:4010`. */
  constructor(origin: string, sandboxId: string) {
    this.#origin = origin;
    this.#sandboxId = sandboxId;
  }

  /** Returns the page on which a customer installs a card. */
  card(serial: string): string {
    return `${this.#origin}/_luna/s/${this.#sandboxId}/cards/${encodeURIComponent(serial)}`;
  }

  /** Returns the picture of a card's stamps. */
  stamps(serial: string): string {
    return `${this.card(serial)}/stamps.svg`;
  }
}

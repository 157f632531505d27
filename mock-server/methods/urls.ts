/** Addresses of the sandbox's own pages in responses. */
export interface Urls {
  /** Page on which a customer installs the card. */
  card(serial: string): string;
  /** Picture of the card's stamps. */
  stamps(serial: string): string;
}

/** Returns the addresses of a sandbox's pages under an origin such as `http://127.0.0.1:4010`. */
export function urlsOf(origin: string, sandboxId: string): Urls {
  const card = (serial: string) => `${origin}/_luna/s/${sandboxId}/cards/${encodeURIComponent(serial)}`;
  return { card, stamps: (serial) => `${card(serial)}/stamps.svg` };
}

import type { Urls } from "../methods/context.js";

/** The addresses of a sandbox's card pages under an origin such as `http://127.0.0.1:4010`. */
export function urlsOf(origin: string, sandboxId: string): Urls {
  const card = (serial: string) => `${origin}/_luna/s/${sandboxId}/cards/${encodeURIComponent(serial)}`;
  return { card, stamps: (serial) => `${card(serial)}/stamps.svg` };
}

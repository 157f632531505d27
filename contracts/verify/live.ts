import { methodFacts } from "../../openapi/document.js";
import { methodNameOf } from "../pact/interaction.js";

/** The vendor's own hosts: real customers' cards are behind them. */
const vendorDomains = ["lunaloyaltycards.com", "boomerangme.cards"];

/** Whether an address is one of the vendor's real service. */
export function isLive(url: string): boolean {
  const host = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
  return vendorDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Whether a request only reads: one of the methods that change nothing, under its exact path. */
export function onlyReads(verb: string, path: string): boolean {
  const method = methodNameOf(path);
  return verb === "POST" && method !== undefined && methodFacts[method].readsOnly;
}

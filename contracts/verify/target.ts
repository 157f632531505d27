import type { Profile } from "../../mock-server/index.js";
import { methodFacts } from "../../openapi/document.js";
import { type Interaction, isVendorPath, methodNameOf } from "../pact/interaction.js";
import { forward } from "../server/forward.js";
import type { SandboxProvider } from "../server/sandbox-provider.js";
import { prepareStates } from "../states/prepare.js";
import type { Route, RouteExchange } from "./route.js";

/** Server that interactions are verified against. */
export type Target =
  | { readonly kind: "sandbox"; readonly provider: SandboxProvider }
  /** A server without our control plane: no provider states are set up there. */
  | { readonly kind: "other"; readonly url: string; readonly token: string | undefined; readonly live: boolean };

/** The vendor's hosts, with real customers' cards. */
const vendorDomains = ["lunaloyaltycards.com", "boomerangme.cards"];

/** Whether a URL leads to the vendor's real service. */
export function isLive(url: string): boolean {
  const host = new URL(url).hostname.toLowerCase().replace(/\.$/, "");
  return vendorDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

/** Whether a request calls a read-only method under its exact path. */
export function onlyReads(verb: string, path: string): boolean {
  const method = methodNameOf(path);
  return verb === "POST" && method !== undefined && methodFacts[method].readsOnly;
}

export const foreignPath = (path: string) => `not a path of the vendor's API: ${path}`;

/** Whether a request may change something on a live server. */
export const mayChangeLive = (target: Target, verb: string, path: string): boolean =>
  target.kind === "other" && target.live && !onlyReads(verb, path);

const invalidToken = "luna-unknown-token";

/** A route with the sandbox that it leads to. */
export interface PreparedRoute extends Route {
  readonly close: () => Promise<void>;
}

/** Sets up the states of an interaction, where the target is a luna-sandbox. Throws ProviderStateError. */
export async function prepareRoute(
  target: Target,
  { states, request: { takes } }: Interaction,
  profile: Partial<Profile> | undefined,
): Promise<PreparedRoute> {
  const { fixture, world, values } = prepareStates(states, takes, target.kind === "sandbox");
  const refusal = (verb: string, path: string) => {
    if (!isVendorPath(path)) return foreignPath(path);
    return mayChangeLive(target, verb, path) ? "the request may change something on a live server" : undefined;
  };
  if (target.kind === "other")
    return {
      send: (request) => forward(target.url, request),
      token: (sent) => target.token ?? sent,
      values,
      refusal,
      headers: {},
      close: async () => undefined,
    };
  const { provider } = target;
  const { serial } = values;
  const sandbox = await provider.sandbox(fixture, profile);
  const installURL = `${provider.url}/_luna/s/${sandbox.id}/cards/${encodeURIComponent(String(serial))}`;
  const { validTokens, invalidTokens, allTokensInvalid } = world;
  const isInvalid = (sent: string) =>
    allTokensInvalid || invalidTokens.includes(sent) || (validTokens.length > 0 && !validTokens.includes(sent));
  return {
    send: (request) => provider.send(request),
    token: (sent) => (isInvalid(sent) ? invalidToken : sandbox.token),
    values: typeof serial === "string" ? { ...values, installURL } : values,
    refusal,
    headers: { "x-luna-explain": "1" },
    close: () => sandbox.close(),
  };
}

/** Rules of the sandbox for requests that the vendor's documentation does not cover. */
const sandboxRules = new Set(["request.method", "request.verb", "request.size", "request.encoding", "request.profile"]);

/**
 * Returns why an interaction fails regardless of its contract: there was no exchange, or only a luna-sandbox gives the
 * response.
 */
export function failureReason(target: Target, exchange: RouteExchange | undefined): string | undefined {
  if (exchange === undefined) return "the request did not reach the server";
  if (target.kind === "other") return undefined;
  const { sent, status, why, rules } = exchange;
  // Every response on the vendor's path names its rules. A response to OPTIONS is plain HTTP.
  const isOurs = rules === undefined || status >= 500 || rules.some(({ id }) => sandboxRules.has(id));
  return isOurs ? `the vendor has no such response: ${why ?? `status ${status} to ${sent.method}`}` : undefined;
}

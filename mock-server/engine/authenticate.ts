import { type MethodFacts, methodFacts } from "../../openapi/document.js";
import { nearest } from "../../shared/nearest.js";
import {
  defaultProfile,
  observe,
  type Profile,
  parseSwitches,
  UnknownSwitchError,
  withSwitches,
} from "../model/profile.js";
import { presentationSwitches } from "../model/switches.js";
import {
  type AnyRefusal,
  invalidProfileHeader,
  invalidToken,
  isRefusal,
  type SandboxRefusal,
  unknownMethod,
  wrongVerb,
} from "../refusals.js";
import type { Exchange, Outcome } from "../requests/exchange.js";
import type { DamagedSandbox, Store, TokenOwner } from "../store/port.js";

/** Sender of a request, with the profile of its sandbox. */
export interface Sender extends Pick<Outcome, "owner" | "profile" | "consulted"> {
  /** The same profile. It records the switches that are read if the request is explained. */
  readonly observed: Profile;
}

/** A sender whose token and headers are valid. */
export interface Authenticated extends Sender {
  readonly owner: TokenOwner;
  readonly method: MethodFacts;
  readonly refusal: undefined;
}

export type AuthenticatedCaller = Authenticated | (Sender & { readonly refusal: AnyRefusal });

/** Finds the company and profile of a request. Refuses unknown methods, invalid headers and invalid tokens. */
export async function authenticate(
  exchange: Exchange,
  { store, unauthenticatedSandbox }: { readonly store: Store; readonly unauthenticatedSandbox: string },
): Promise<AuthenticatedCaller> {
  const { token, profile: header } = exchange.request;
  const found = token === undefined ? undefined : await store.findToken(token);
  const owner = found?.owner;
  const sandboxProfile = found?.profile ?? (await store.profile(unauthenticatedSandbox)) ?? defaultProfile;
  const method = checkMethod(exchange);
  if (isRefusal(method)) return { ...senderOf(owner, sandboxProfile, exchange), refusal: method };
  const profile = applyProfileHeader(sandboxProfile, header);
  if (isRefusal(profile)) return { ...senderOf(owner, sandboxProfile, exchange), refusal: profile };
  const sender = senderOf(owner, profile, exchange);
  if (owner === undefined) return { ...sender, refusal: tokenRefusal(token, await store.damaged()) };
  const { observed, consulted } = sender;
  return { owner, profile, observed, consulted, method, refusal: undefined };
}

/** Returns the sender of a request that failed before its token was looked up. */
export const unknownSender = (exchange: Exchange): Sender => senderOf(undefined, defaultProfile, exchange);

function senderOf(owner: TokenOwner | undefined, profile: Profile, { isExplained }: Exchange): Sender {
  if (!isExplained) return { owner, profile, observed: profile, consulted: undefined };
  const { observed, consulted } = observe(profile);
  return { owner, profile, observed, consulted };
}

function tokenRefusal(token: string | undefined, damaged: readonly DamagedSandbox[]): AnyRefusal {
  if (!token) return invalidToken(`the x-access-token header is ${token === undefined ? "missing" : "empty"}`);
  const ids = damaged.map(({ id }) => id).join(", ");
  const hint = ids === "" ? "" : `, unless it is one of a damaged sandbox: ${ids}`;
  return invalidToken(`no company has the token of x-access-token${hint}`);
}

const methodNames = Object.keys(methodFacts);
const factsByName = new Map<string, MethodFacts>(Object.entries(methodFacts));

export const findMethod = (name: string): MethodFacts | undefined => factsByName.get(name);

/** Refuses an unknown method with the nearest name, and every verb but POST. */
function checkMethod({ request: { name, verb }, method }: Exchange): MethodFacts | SandboxRefusal {
  if (method === undefined) {
    const withoutSlashes = name.replaceAll(/\/|%2f/gi, "");
    const near = findMethod(withoutSlashes)?.id ?? nearest(name, methodNames);
    return unknownMethod(near, methodNames, { extraSlash: near === withoutSlashes });
  }
  return verb === "POST" ? method : wrongVerb(method.id);
}

/**
 * Returns a profile with the switches of the header x-luna-profile. Refuses unknown switches and rule switches, which are
 * set for a whole sandbox.
 */
function applyProfileHeader(profile: Profile, header: string | undefined): Profile | SandboxRefusal {
  if (header === undefined) return profile;
  try {
    const set = parseSwitches(header);
    const rule = Object.keys(set).find((name) => !Object.hasOwn(presentationSwitches, name));
    if (rule === undefined) return withSwitches(profile, set);
    return invalidProfileHeader(`${rule} changes a rule, so it is set for a sandbox: PUT /_luna/sandboxes/:id/profile`);
  } catch (error) {
    if (!(error instanceof UnknownSwitchError)) throw error;
    return invalidProfileHeader(error.message);
  }
}

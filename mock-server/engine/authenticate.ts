import type { MethodFacts } from "../../openapi/document.js";
import { defaultProfile, observe, type Profile } from "../model/profile.js";
import { type AnyRefusal, invalidToken, isRefusal } from "../refusals.js";
import type { Exchange, Outcome } from "../requests/exchange.js";
import type { DamagedSandbox, Store, TokenOwner } from "../store/port.js";
import { applyProfileHeader, checkMethod } from "./parse.js";

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

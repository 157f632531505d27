import type { Profile } from "../../mock-server/index.js";
import { type Interaction, isVendorPath } from "../pact/interaction.js";
import { sendTo } from "../server/forward.js";
import { type ContractSandbox, ControlRequestError, type Provider } from "../server/provider.js";
import { compose, ProviderStateError, type Values } from "../states/index.js";
import { refusalInStates } from "../states/refusal.js";
import { checkTaken } from "../states/taken.js";
import { fixtureOf, type Tokens, type World } from "../states/world.js";
import type { Exchange, Route } from "./gateway.js";
import { onlyReads } from "./live.js";
import { ownAnswer } from "./own-answer.js";

/** Server that interactions are verified against. */
export type Target =
  | { readonly kind: "sandbox"; readonly provider: Provider }
  /** A server without our control plane: no provider states are set up there. */
  | { readonly kind: "other"; readonly url: string; readonly token: string | undefined; readonly live: boolean };

const nobodysToken = "luna-token-that-nobody-has";

/** Maps the token that an interaction sends to the one that the server gets, by its states. */
const translate =
  ({ main, invalid }: Tokens, token: string) =>
  (sent: string): string => {
    const isNobodys = invalid === "any" || invalid.includes(sent) || (main.length > 0 && !main.includes(sent));
    return isNobodys ? nobodysToken : token;
  };

export const foreignPath = (path: string) => `not a path of the vendor's API: ${path}`;

/** A live server is asked only what changes nothing. */
export const isTooMuch = (target: Target, method: string, path: string): boolean =>
  target.kind === "other" && target.live && !onlyReads(method, path);

/** The addresses of a card's page are known when the sandbox is. */
const withInstallUrl = (values: Values, url: string, id: string): Values =>
  typeof values.serial !== "string"
    ? values
    : { ...values, installURL: `${url}/_luna/s/${id}/cards/${encodeURIComponent(values.serial)}` };

/** An interaction whose states are set up. */
export interface Prepared {
  readonly world: World;
  readonly values: Values;
  readonly sandbox: ContractSandbox | undefined;
}

/** Sets up the states of an interaction; a server that is not a luna-sandbox gets none of them. Throws ProviderStateError. */
export async function prepare(
  target: Target,
  { states, request }: Interaction,
  profile: Partial<Profile> | undefined,
): Promise<Prepared> {
  const { world, values } = compose(states);
  if (target.kind === "other") {
    checkTaken(request.takes, Object.keys(values));
    return { world, values, sandbox: undefined };
  }
  checkTaken(request.takes, Object.keys(withInstallUrl(values, "", "")));
  const { provider } = target;
  const sandbox = await provider.sandbox(fixtureOf(world), profile).catch((error: unknown) => {
    if (!(error instanceof ControlRequestError && error.status === 400)) throw error;
    throw new ProviderStateError(refusalInStates(error.message, states));
  });
  return { world, values: withInstallUrl(values, provider.url, sandbox.id), sandbox };
}

/** The way of the requests of an interaction to the server. */
export function routeTo(target: Target, { world, values, sandbox }: Prepared): Route {
  const stops = (method: string, path: string) => {
    if (!isVendorPath(path)) return foreignPath(path);
    return isTooMuch(target, method, path) ? "it may change something, and the server is a live one" : undefined;
  };
  if (target.kind === "other")
    return {
      send: (request) => sendTo(target.url, request),
      token: (sent) => target.token ?? sent,
      values,
      stops,
      headers: {},
    };
  return {
    send: (request) => target.provider.send(request),
    token: translate(world.tokens, sandbox?.token ?? ""),
    values,
    stops,
    headers: { "x-luna-explain": "1" },
  };
}

/** Why an interaction is not kept, whatever the core says of the answer. */
export function unkept(target: Target, exchange: Exchange | undefined): string | undefined {
  if (exchange === undefined) return "its request did not reach the server";
  return target.kind === "sandbox" ? ownAnswer(exchange) : undefined;
}

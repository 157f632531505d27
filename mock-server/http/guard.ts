import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import type { AdminAttempts } from "./admin-attempts.js";

export interface GuardOptions {
  /** Names a request may come to, beside those of this machine; without port, IPv6 addresses with or without brackets. */
  readonly allowedHosts: readonly string[];
  /** An origin that is ours although requests do not come to it by that name: that of --public-url. */
  readonly publicOrigin?: string | undefined;
  /** The web origin that --cors names; its pages may use the control plane too. `*` lets no page in here. */
  readonly cors: string | undefined;
  readonly adminToken: string | undefined;
  readonly attempts: AdminAttempts;
}

const ownHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * The names of this machine under which a server that listens on `host` is reached. A web page of somebody else cannot
 * have them: no foreign name points at a page that came from this machine's own address.
 */
export function machineNames(host: string): readonly string[] {
  if (host !== "0.0.0.0" && host !== "::") return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((of = []) => of.map(({ address }) => address));
  return [host, hostname().toLowerCase(), ...addresses];
}

/** A host in the one form that browsers give it, without port; empty if it is none. */
const hostName = (host: string): string => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "");

/** An IPv6 address as a host in an address is written; any other name as it is. */
export const bracketed = (name: string): string => (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name);

/** Whether a request comes from a page of the origin that --cors names. */
export const isTrustedPage = ({ headers: { origin } }: IncomingMessage, { cors }: GuardOptions): boolean =>
  origin !== undefined && cors !== "*" && origin === cors;

/** Whether a browser sent a request for a page of another site, or of another port of this machine. */
const isFromOtherSite = ({ headers }: IncomingMessage): boolean =>
  headers["sec-fetch-site"] === "cross-site" || headers["sec-fetch-site"] === "same-site";

/** Whether a browser follows a link, or shows a picture: that is open to pages of other sites. */
function isLinkOrPicture({ method, headers }: IncomingMessage): boolean {
  const { "sec-fetch-mode": mode, "sec-fetch-dest": dest } = headers;
  return (method === "GET" || method === "HEAD") && ((mode === "navigate" && dest === "document") || dest === "image");
}

/** Returns why a Host is refused: a foreign one means that a web page has pointed its own name at this machine. */
export function foreignHost({ headers: { host = "" } }: IncomingMessage, guard: GuardOptions): string | undefined {
  const allowed = [...ownHosts, ...guard.allowedHosts.map((name) => hostName(bracketed(name)))];
  if (allowed.includes(hostName(host))) return undefined;
  return "this Host is not one of ours: add its name with --allowed-host";
}

/** Returns why an Origin is refused: a foreign one means that a page of another site sends the request. */
export function foreignOrigin(request: IncomingMessage, guard: GuardOptions): string | undefined {
  const { host = "", origin } = request.headers;
  if (origin === undefined || origin === guard.publicOrigin || isTrustedPage(request, guard)) return undefined;
  const from = URL.canParse(origin) ? new URL(origin).host.toLowerCase() : "";
  return from === host.toLowerCase()
    ? undefined
    : "this Origin is not ours: the control plane takes no requests from other web pages; --cors names one whose pages may send them";
}

/**
 * Returns why a request of a page of another site is refused. Browsers send Sec-Fetch-Site also where they send no
 * Origin. Pages of ours can still be linked to, and their pictures shown.
 */
export function foreignSite(request: IncomingMessage, isPage: boolean, guard: GuardOptions): string | undefined {
  if (!isFromOtherSite(request) || isTrustedPage(request, guard) || (isPage && isLinkOrPicture(request)))
    return undefined;
  return "this request comes from a web page of another site (Sec-Fetch-Site); --cors names an origin whose pages may send it";
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether a token is the admin token. Takes as long for any token of the same length. */
export const isAdminToken = (token: string, { adminToken = "" }: GuardOptions): boolean =>
  timingSafeEqual(digest(token), digest(adminToken));

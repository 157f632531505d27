import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { hostname, networkInterfaces } from "node:os";
import type { AdminAttempts } from "./admin-attempts.js";

export interface GuardOptions {
  /** Accepted host names in addition to loopback, without port; IPv6 addresses with or without brackets. */
  readonly allowedHosts: readonly string[];
  /** Origin of --public-url, whose pages are trusted. */
  readonly publicOrigin?: string | undefined;
  /** Value of --cors. Pages of a named origin may use the control plane too; with `*` no page may. */
  readonly cors: string | undefined;
  readonly adminToken: string | undefined;
  readonly attempts: AdminAttempts;
}

const ownHosts = ["localhost", "127.0.0.1", "[::1]"];

/**
 * Returns the names under which a server that listens on `host` is reachable. They are safe, because pages of other
 * sites cannot have them as their host.
 */
export function machineNames(host: string): readonly string[] {
  if (host !== "0.0.0.0" && host !== "::") return [host];
  const addresses = Object.values(networkInterfaces()).flatMap((addresses = []) =>
    addresses.map(({ address }) => address),
  );
  return [host, hostname().toLowerCase(), ...addresses];
}

/** Returns a host as browsers normalize it, without port; empty for an invalid host. */
const hostName = (host: string): string => (URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : "");

/** Returns an IPv6 address in brackets, and any other name unchanged. */
export const bracketed = (name: string): string => (name.includes(":") && !name.startsWith("[") ? `[${name}]` : name);

/** Whether a request comes from a page of the origin in --cors. */
export const isTrustedPage = ({ headers: { origin } }: IncomingMessage, { cors }: GuardOptions): boolean =>
  origin !== undefined && cors !== "*" && origin === cors;

/** Whether the browser says that a page of another site or port sent the request. */
const isFromOtherSite = ({ headers }: IncomingMessage): boolean =>
  headers["sec-fetch-site"] === "cross-site" || headers["sec-fetch-site"] === "same-site";

/** Whether the browser follows a link or loads an image, which pages of other sites may cause. */
function isLinkOrPicture({ method, headers }: IncomingMessage): boolean {
  const { "sec-fetch-mode": mode, "sec-fetch-dest": dest } = headers;
  return (method === "GET" || method === "HEAD") && ((mode === "navigate" && dest === "document") || dest === "image");
}

/** Returns why a Host is refused: an unknown host may be DNS rebinding by a web page. */
export function foreignHost({ headers: { host = "" } }: IncomingMessage, guard: GuardOptions): string | undefined {
  const allowed = [...ownHosts, ...guard.allowedHosts.map((name) => hostName(bracketed(name)))];
  if (allowed.includes(hostName(host))) return undefined;
  return `unknown Host ${JSON.stringify(host)}; allow it with --allowed-host`;
}

/** Returns why an Origin is refused: an unknown origin is a page of another site. */
export function foreignOrigin(request: IncomingMessage, guard: GuardOptions): string | undefined {
  const { host = "", origin } = request.headers;
  if (origin === undefined || origin === guard.publicOrigin || isTrustedPage(request, guard)) return undefined;
  const from = URL.canParse(origin) ? new URL(origin).host.toLowerCase() : "";
  return from === host.toLowerCase()
    ? undefined
    : `unknown Origin ${JSON.stringify(origin)}; allow requests from its web pages with --cors`;
}

/**
 * Returns why a request from a page of another site is refused. Browsers send Sec-Fetch-Site even without Origin.
 * Links to our pages and images are allowed.
 */
export function foreignSite(request: IncomingMessage, isPage: boolean, guard: GuardOptions): string | undefined {
  if (!isFromOtherSite(request) || isTrustedPage(request, guard) || (isPage && isLinkOrPicture(request)))
    return undefined;
  return "requests from web pages of other sites are refused (Sec-Fetch-Site); allow an origin with --cors";
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** Whether a token is the admin token, compared in constant time. */
export const isAdminToken = (token: string, { adminToken = "" }: GuardOptions): boolean =>
  timingSafeEqual(digest(token), digest(adminToken));

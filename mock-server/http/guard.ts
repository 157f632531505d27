import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { hostname, networkInterfaces } from "node:os";

export interface GuardOptions {
  /** Names a request may come to, beside those of this machine; without port, IPv6 addresses with or without brackets. */
  readonly allowedHosts: readonly string[];
  /** An origin that is ours although requests do not come to it by that name: that of --public-url. */
  readonly publicOrigin?: string | undefined;
  readonly adminToken: string | undefined;
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

/**
 * Why a request to the control plane is refused; undefined if it is not. A foreign Host means that a web page has
 * pointed its own name at this machine, a foreign Origin that a web page of somebody else sends the request.
 */
export function foreign(request: IncomingMessage, { allowedHosts, publicOrigin }: GuardOptions): string | undefined {
  const { host = "", origin } = request.headers;
  const allowed = [...ownHosts, ...allowedHosts.map((name) => hostName(bracketed(name)))];
  if (!allowed.includes(hostName(host))) return "this Host is not one of ours: add its name with --allowed-host";
  if (origin === undefined || origin === publicOrigin) return undefined;
  const from = URL.canParse(origin) ? new URL(origin).host.toLowerCase() : "";
  return from === host.toLowerCase()
    ? undefined
    : "this Origin is not ours: the control plane takes no requests from other web pages";
}

/** Whether a request shows the admin token, where there is one. */
export function isAdmin(request: IncomingMessage, { adminToken }: GuardOptions): boolean {
  if (adminToken === undefined) return true;
  const shown = Buffer.from(String(request.headers["x-luna-admin-token"] ?? ""));
  const wanted = Buffer.from(adminToken);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

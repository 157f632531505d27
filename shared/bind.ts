import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isLoopback } from "./loopback.js";

/** A port cannot be listened on. */
export class ListenError extends Error {
  override name = "ListenError" as const;
}

/** Returns the error for a port that cannot be listened on, with advice. */
function listenError({ code, message }: NodeJS.ErrnoException, host: string, port: number): ListenError {
  if (code === "EADDRINUSE")
    return new ListenError(
      `port ${port} on ${host} is in use; stop its program, or pass another --port (0 picks a free port)`,
    );
  if (code === "EACCES") return new ListenError(`port ${port} on ${host} needs more rights; pass a --port above 1023`);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EADDRNOTAVAIL")
    return new ListenError(`${host} is not an address of this machine; pass --host 127.0.0.1, or 0.0.0.0 for all`);
  return new ListenError(`cannot listen on ${host} port ${port}: ${message}`);
}

const ipv4Loopback = "127.0.0.1";
const ipv6Loopback = "::1";

/** Whether to listen on both loopback addresses, because clients resolve localhost to either of them. */
const needsTwin = (host: string): boolean => host !== ipv6Loopback && isLoopback(host);

/** Errors of a machine that has no IPv6. */
const noIpv6: ReadonlySet<string | undefined> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL", "EPROTONOSUPPORT"]);

/** Maximum number of attempts to find a port that is free on IPv4 and IPv6. */
const maxAttempts = 20;

const listenOn = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: host === ipv6Loopback }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

/** Servers that listen on the same port. */
export interface BoundServers {
  readonly servers: readonly Server[];
  readonly port: number;
}

/**
 * Listens on an address. For 127.0.0.1 and localhost, a second server listens on ::1 if the machine has IPv6. Port 0
 * picks a free port. Throws ListenError.
 */
export async function bind(create: () => Server, host: string, port: number): Promise<BoundServers> {
  for (let attempt = 1; ; attempt += 1) {
    const server = create();
    const first = needsTwin(host) ? ipv4Loopback : host;
    const boundPort = await listenOn(server, first, port).catch((error) => {
      throw listenError(error, first, port);
    });
    if (!needsTwin(host)) return { servers: [server], port: boundPort };
    const twin = create();
    try {
      await listenOn(twin, ipv6Loopback, boundPort);
      return { servers: [server, twin], port: boundPort };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (noIpv6.has(code)) return { servers: [server], port: boundPort };
      await close(server);
      if (port !== 0 || code !== "EADDRINUSE" || attempt === maxAttempts)
        throw listenError(error as Error, ipv6Loopback, boundPort);
    }
  }
}

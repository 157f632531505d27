import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** The port cannot be listened on. */
export class ListenError extends Error {
  override name = "ListenError" as const;
}

/** Why a port cannot be listened on, in words that say what to do. */
function listenError({ code, message }: NodeJS.ErrnoException, host: string, port: number): ListenError {
  if (code === "EADDRINUSE")
    return new ListenError(
      `port ${port} on ${host} is taken: stop what uses it, or choose another with --port (0 for any)`,
    );
  if (code === "EACCES")
    return new ListenError(`port ${port} on ${host} needs more rights: choose one above 1023 with --port`);
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "EADDRNOTAVAIL")
    return new ListenError(`${host} is not an address of this machine: use --host 127.0.0.1, or 0.0.0.0 for all`);
  return new ListenError(`cannot listen on ${host} port ${port}: ${message}`);
}

/** Clients resolve localhost to either of these. */
const loopback = { host: "127.0.0.1", twin: "::1" };

const isLoopback = (host: string): boolean => host === loopback.host || host === "localhost";

/** Errors of a machine that has no IPv6. */
const noIpv6: ReadonlySet<string | undefined> = new Set(["EADDRNOTAVAIL", "EAFNOSUPPORT", "EINVAL", "EPROTONOSUPPORT"]);

/** How often a free port of IPv4 may be taken on IPv6 before that is an error. */
const maxAttempts = 20;

const listenOn = (server: Server, host: string, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, ipv6Only: host === loopback.twin }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

export interface Bound {
  readonly servers: readonly Server[];
  readonly port: number;
}

/**
 * Listens on an address; on 127.0.0.1 and localhost with a second server on ::1 and the same port, where the machine
 * has IPv6. Port 0 is any free one. Throws ListenError.
 */
export async function bind(create: () => Server, host: string, port: number): Promise<Bound> {
  for (let attempt = 1; ; attempt += 1) {
    const server = create();
    const first = isLoopback(host) ? loopback.host : host;
    const taken = await listenOn(server, first, port).catch((error) => {
      throw listenError(error, first, port);
    });
    if (!isLoopback(host)) return { servers: [server], port: taken };
    const twin = create();
    try {
      await listenOn(twin, loopback.twin, taken);
      return { servers: [server, twin], port: taken };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (noIpv6.has(code)) return { servers: [server], port: taken };
      await close(server);
      if (port !== 0 || code !== "EADDRINUSE" || attempt === maxAttempts)
        throw listenError(error as Error, loopback.twin, taken);
    }
  }
}

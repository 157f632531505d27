/** Addresses that only this machine can reach. */
const loopbackHosts: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "::1"]);

export const isLoopback = (host: string): boolean => loopbackHosts.has(host);

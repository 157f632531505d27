import type { IncomingMessage } from "node:http";

/**
 * The headers that matter here. They are looked up in the raw list, because Node makes the object of all headers only
 * when it is asked for. One that comes twice is joined with a comma, as Node would.
 */
export function vendorHeaders({ rawHeaders }: IncomingMessage): VendorHeaders {
  const found: { [Name in Known]?: string } = {};
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? "";
    if (!lengths.has(name.length)) continue;
    const key = keys.get(name.toLowerCase());
    if (key === undefined) continue;
    const before = found[key];
    const value = rawHeaders[at + 1] ?? "";
    found[key] = before === undefined ? value : `${before}, ${value}`;
  }
  return found;
}

export type VendorHeaders = Readonly<Partial<Record<Known, string>>>;

type Known = "host" | "token" | "encoding" | "profile" | "explain" | "length" | "transfer";

const keys = new Map<string, Known>([
  ["host", "host"],
  ["x-access-token", "token"],
  ["content-encoding", "encoding"],
  ["x-luna-profile", "profile"],
  ["x-luna-explain", "explain"],
  ["content-length", "length"],
  ["transfer-encoding", "transfer"],
]);

/** Returns the headers that matter here, where each can be looked up by its name. */
export function headersNamed(header: (name: string) => string | undefined): VendorHeaders {
  return Object.fromEntries([...keys].map(([name, key]) => [key, header(name)]));
}

/** Most headers are passed over by the length of their names, which is known without looking at them. */
const lengths: ReadonlySet<number> = new Set([...keys.keys()].map(({ length }) => length));

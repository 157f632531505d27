import { isLoopback } from "../shared/loopback.js";
import { nearest } from "../shared/nearest.js";
import { type FaultRequest, maxFaults } from "./faults/fault.js";
import { faultProblems } from "./faults/fault-problems.js";
import { largestSeed } from "./model/identity.js";
import type { Profile } from "./model/profile.js";
import type { State } from "./state/state.js";

/** Options of a server; all have a default. */
export interface LunaServerOptions {
  /** Port to listen on. Default: 0, any free port. */
  readonly port?: number;
  /** Address to listen on. Default: 127.0.0.1 and ::1. Other addresses than loopback need an admin token. */
  readonly host?: string;
  /** Folder for all sandboxes. Default: none; sandboxes live in memory and end with the server. */
  readonly data?: string;
  /** Whether responses wait until their change is on the disk. Needs `data`. Default: false. */
  readonly durable?: boolean;
  /** Whether hand-edited state files are accepted, although their checksum is wrong. Needs `data`. Default: false. */
  readonly acceptEdits?: boolean;
  /** Seed of generated data and ids, from 0 to 4294967295. Default: 1. */
  readonly seed?: number;
  /** Fixture of a new sandbox `default`. Default: `demo`. */
  readonly fixture?: "demo" | "empty" | State;
  /** Frozen time of a new sandbox `default`, such as 2026-01-15T12:00:00Z or a Date. Default: the clock runs. */
  readonly now?: string | Date;
  /** Switches by name, for `default` and for sandboxes without a profile. Default: see GET /_luna/switches. */
  readonly profile?: Partial<Profile>;
  /** Faults of the sandbox `default`, which replace those in the data folder. Default: none are replaced. */
  readonly faults?: readonly FaultRequest[];
  /** Whether responses are validated against the OpenAPI document; an invalid response becomes a 500. Default: false. */
  readonly strict?: boolean;
  /** Whether all responses list the applied rules in x-luna-rules. Default: only requests with x-luna-explain: 1. */
  readonly explain?: boolean;
  /** Token that the control plane requires in x-luna-admin-token. Beyond loopback it has at least 16 characters. */
  readonly adminToken?: string;
  /** Accepted host names of requests to the control plane, in addition to the names of this machine. */
  readonly allowedHosts?: readonly string[];
  /** URL prefix of addresses in responses. Default: the host of the request. */
  readonly publicUrl?: string;
  /** Web origin whose pages may call the vendor's path and the control plane; `*` opens only the vendor's path to all. */
  readonly cors?: string;
  /** Maximum number of sandboxes. Default: 1000. */
  readonly maxSandboxes?: number;
  /** Maximum size of a body of the control plane in MiB, such as that of a state. Default: 64. */
  readonly maxBody?: number;
  /** Returns the real time in milliseconds since 1970. Default: the system's time. */
  readonly realNow?: () => number;
  /** Called with internal errors and file warnings. Default: writes to stderr. */
  readonly log?: (message: string) => void;
}

const optionNames = Object.keys({
  port: true,
  host: true,
  data: true,
  durable: true,
  acceptEdits: true,
  seed: true,
  fixture: true,
  now: true,
  profile: true,
  faults: true,
  strict: true,
  explain: true,
  adminToken: true,
  allowedHosts: true,
  publicUrl: true,
  cors: true,
  maxSandboxes: true,
  maxBody: true,
  realNow: true,
  log: true,
} satisfies Record<keyof LunaServerOptions, true>);

/** The largest value of maxBody, in MiB. */
export const largestMaxBody = 16_384;

/** Invalid or incompatible options. */
export class InvalidOptionsError extends Error {
  override name = "InvalidOptionsError" as const;
}

const isIntegerIn = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max;

/** Minimum length of an admin token that other machines can guess. */
const minAdminTokenLength = 16;

/** A host name, or an IPv6 address with or without brackets. */
const hostName = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$|^\[?[0-9a-f:.]*:[0-9a-f:.]*\]?$/i;

function ensureHosts({ host = "127.0.0.1", adminToken, publicUrl, cors, allowedHosts = [] }: LunaServerOptions): void {
  if (!hostName.test(host))
    throw new InvalidOptionsError(
      `host (--host) must be a name or an address of this machine, got ${JSON.stringify(host)}`,
    );
  if (adminToken !== undefined && !/^[\x21-\x7e]+$/.test(adminToken))
    throw new InvalidOptionsError("adminToken (--admin-token) must be printable ASCII without spaces, and not empty");
  if (!isLoopback(host) && adminToken === undefined)
    throw new InvalidOptionsError(
      `listening on ${host} opens the control plane to other machines; protect it with an admin token (--admin-token), or listen on 127.0.0.1`,
    );
  if (!isLoopback(host) && adminToken !== undefined && adminToken.length < minAdminTokenLength)
    throw new InvalidOptionsError(
      `adminToken (--admin-token) must have at least ${minAdminTokenLength} characters on ${host}, got ${adminToken.length}; listen on 127.0.0.1 to use a shorter token`,
    );
  if (publicUrl !== undefined && !(/^https?:\/\/[^/]+(\/.*[^/])?$/.test(publicUrl) && URL.canParse(publicUrl)))
    throw new InvalidOptionsError(
      `publicUrl (--public-url) must be a URL such as https://luna.example.com, without a slash at the end, got ${JSON.stringify(publicUrl)}`,
    );
  if (cors !== undefined && cors !== "*" && !(URL.canParse(cors) && new URL(cors).origin === cors))
    throw new InvalidOptionsError(
      `cors (--cors) must be * or a web origin such as https://shop.example.com, got ${JSON.stringify(cors)}`,
    );
  const invalid = allowedHosts.find((name) => !hostName.test(name) || /^[^:]*:\d+$|\]:\d+$/.test(name));
  if (invalid !== undefined)
    throw new InvalidOptionsError(
      `allowedHosts (--allowed-host) must be names or addresses without scheme, port or wildcard, such as qa.example.com, got ${JSON.stringify(invalid)}`,
    );
}

function ensureFaults(faults: unknown): void {
  if (!Array.isArray(faults) || faults.length > maxFaults)
    throw new InvalidOptionsError(`faults (--faults) must be a list of at most ${maxFaults} faults`);
  for (const [index, fault] of faults.entries()) {
    const problems = faultProblems(fault);
    if (problems.length > 0)
      throw new InvalidOptionsError(`faults (--faults), element ${index}: ${problems.join("; ")}`);
  }
}

/** Throws InvalidOptionsError for unknown, invalid or incompatible options. */
export function ensureOptions(options: LunaServerOptions): void {
  const unknown = Object.keys(options).find((name) => !optionNames.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, optionNames);
    const advice = near === undefined ? `valid: ${optionNames.join(", ")}` : `did you mean ${near}?`;
    throw new InvalidOptionsError(`unknown option ${unknown}; ${advice}`);
  }
  const { port = 0, seed = 1, maxSandboxes = 1, maxBody = 1, data, durable, acceptEdits } = options;
  if (!isIntegerIn(port, 0, 65_535))
    throw new InvalidOptionsError(`port must be an integer from 0 to 65535, got ${port}`);
  if (!isIntegerIn(seed, 0, largestSeed))
    throw new InvalidOptionsError(`seed must be an integer from 0 to ${largestSeed}, got ${seed}`);
  if (!isIntegerIn(maxSandboxes, 1, Number.MAX_SAFE_INTEGER))
    throw new InvalidOptionsError(`maxSandboxes must be an integer of at least 1, got ${maxSandboxes}`);
  if (!isIntegerIn(maxBody, 1, largestMaxBody))
    throw new InvalidOptionsError(`maxBody must be an integer from 1 to ${largestMaxBody}, got ${maxBody}`);
  if (data === "") throw new InvalidOptionsError("data (--data) must be a path, got an empty string");
  if (durable && data === undefined)
    throw new InvalidOptionsError(
      "durable (--durable) needs a data folder; add --data, because a server in memory writes nothing to the disk",
    );
  if (acceptEdits && data === undefined)
    throw new InvalidOptionsError(
      "acceptEdits (--accept-edits) needs a data folder; add --data, because a server in memory has no files to edit",
    );
  ensureFaults(options.faults ?? []);
  ensureHosts(options);
}

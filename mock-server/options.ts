import { nearest } from "../shared/nearest.js";
import { largestSeed } from "./model/identity.js";
import type { Profile } from "./model/profile.js";
import type { State } from "./state/state.js";

/** What a server is started with; everything has a default. */
export interface LunaServerOptions {
  /** Port to listen on; 0, the default, is any free one. */
  readonly port?: number;
  /** Address to listen on; the default is 127.0.0.1, with ::1. Beyond loopback it needs an admin token. */
  readonly host?: string;
  /** Folder to keep all sandboxes in; without one they live in memory and end with the server. */
  readonly data?: string;
  /** With a folder: an answer waits until its change is on the disk. */
  readonly durable?: boolean;
  /** With a folder: accept state files that were edited by hand; without it, one that lost its checksum is refused. */
  readonly acceptEdits?: boolean;
  /** Seed of made-up data and ids, from 0 to 4294967295; the default is 1. */
  readonly seed?: number;
  /** Fixture of the sandbox `default` when it is made; the default is `demo`. */
  readonly fixture?: "demo" | "empty" | State;
  /** The time at which the clock of `default` stands when it is made, such as 2026-01-15T12:00:00Z or a Date; else it goes. */
  readonly now?: string | Date;
  /** Switches of GET /_luna/switches by name, for `default` and for all that does not set them; the rest is default. */
  readonly profile?: Partial<Profile>;
  /** Validate every answer against the OpenAPI document; an answer that does not fit is a 500. */
  readonly strict?: boolean;
  /** Every answer names the rules behind it, in x-luna-rules; without it, when x-luna-explain: 1 asks for it. */
  readonly explain?: boolean;
  /** The control plane asks for it in x-luna-admin-token. Beyond loopback it has at least 16 characters. */
  readonly adminToken?: string;
  /** Names beside those of this machine that requests to the control plane may come to. */
  readonly allowedHosts?: readonly string[];
  /** Begins the addresses in answers; the default is the host that the request came to. */
  readonly publicUrl?: string;
  /** Web origin whose pages may call the vendor's path and the control plane; `*` opens only the vendor's path to all. */
  readonly cors?: string;
  /** How many sandboxes there may be; the default is 1000. */
  readonly maxSandboxes?: number;
  /** Real time in milliseconds since 1970; the default is the system's. */
  readonly realNow?: () => number;
  /** Hears of bugs and of trouble with files; the default writes to stderr. */
  readonly log?: (message: string) => void;
}

const known = Object.keys({
  port: true,
  host: true,
  data: true,
  durable: true,
  acceptEdits: true,
  seed: true,
  fixture: true,
  now: true,
  profile: true,
  strict: true,
  explain: true,
  adminToken: true,
  allowedHosts: true,
  publicUrl: true,
  cors: true,
  maxSandboxes: true,
  realNow: true,
  log: true,
} satisfies Record<keyof LunaServerOptions, true>);

/** The options do not go together; the message says what to do. */
export class InvalidOptionsError extends Error {
  override name = "InvalidOptionsError" as const;
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

const loopback: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "::1"]);

/** Where other machines can try admin tokens, in characters. */
const shortestAdminToken = 16;

/** A name, or an IPv6 address with or without brackets. */
const plainName = /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$|^\[?[0-9a-f:.]*:[0-9a-f:.]*\]?$/i;

function checkHosts({ host = "127.0.0.1", adminToken, publicUrl, cors, allowedHosts = [] }: LunaServerOptions): void {
  if (!plainName.test(host))
    throw new InvalidOptionsError(
      `the host (--host) is a name or an address of this machine, not ${JSON.stringify(host)}`,
    );
  if (adminToken !== undefined && !/^[\x21-\x7e]+$/.test(adminToken))
    throw new InvalidOptionsError(
      "the admin token (--admin-token) must be printable ASCII without spaces, and not empty",
    );
  if (!loopback.has(host) && adminToken === undefined)
    throw new InvalidOptionsError(
      `listening on ${host} opens the control plane to other machines: protect it with an admin token (--admin-token), or listen on 127.0.0.1`,
    );
  if (!loopback.has(host) && adminToken !== undefined && adminToken.length < shortestAdminToken)
    throw new InvalidOptionsError(
      `the admin token (--admin-token) must have at least ${shortestAdminToken} characters on ${host}, got ${adminToken.length}; listen on 127.0.0.1 to use a shorter one`,
    );
  if (publicUrl !== undefined && !(/^https?:\/\/[^/]+(\/.*[^/])?$/.test(publicUrl) && URL.canParse(publicUrl)))
    throw new InvalidOptionsError(
      "the public URL (--public-url) is an address such as https://luna.example.com, without a slash at the end",
    );
  if (cors !== undefined && cors !== "*" && !(URL.canParse(cors) && new URL(cors).origin === cors))
    throw new InvalidOptionsError(
      "the CORS origin (--cors) is * or the origin of web pages, such as https://shop.example.com",
    );
  const odd = allowedHosts.find((name) => !plainName.test(name) || /^[^:]*:\d+$|\]:\d+$/.test(name));
  if (odd !== undefined)
    throw new InvalidOptionsError(
      `an allowed host (--allowed-host) is a name or an address without scheme, port or wildcard, such as qa.example.com: not ${JSON.stringify(odd)}`,
    );
}

/** Refuses options that mean nothing or do not go together. Throws InvalidOptionsError. */
export function checkOptions(options: LunaServerOptions): void {
  const strange = Object.keys(options).find((name) => !known.includes(name));
  if (strange !== undefined) {
    const near = nearest(strange, known);
    throw new InvalidOptionsError(
      `there is no option ${strange}: ${near === undefined ? `the options are ${known.join(", ")}` : `did you mean ${near}?`}`,
    );
  }
  const { port = 0, seed = 1, maxSandboxes = 1, data, durable, acceptEdits } = options;
  if (!isWhole(port, 0, 65_535))
    throw new InvalidOptionsError(`the port is a whole number from 0 to 65535, not ${port}`);
  if (!isWhole(seed, 0, largestSeed))
    throw new InvalidOptionsError(`the seed is a whole number from 0 to ${largestSeed}, not ${seed}`);
  if (!isWhole(maxSandboxes, 1, Number.MAX_SAFE_INTEGER))
    throw new InvalidOptionsError(
      "there is at least one sandbox, so the most there may be is a whole number from 1 on",
    );
  if (data === "") throw new InvalidOptionsError("the data folder (--data) is a path, and not empty");
  if (durable && data === undefined)
    throw new InvalidOptionsError(
      "a durable server (--durable) needs a data folder: in memory nothing is written to a disk",
    );
  if (acceptEdits && data === undefined)
    throw new InvalidOptionsError(
      "accepting edits (--accept-edits) needs a data folder: in memory there are no files to edit",
    );
  checkHosts(options);
}

import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync } from "node:fs";
import { readHandle, TooLargeError } from "../shared/read-limited.js";
import { UsageError } from "../shared/usage-error.js";

/** The options that give a command the admin token, as node:util's parseArgs takes them. */
export const adminTokenOptions = {
  "admin-token": { type: "string" },
  "admin-token-file": { type: "string" },
} as const;

/** The lines of a help text that describe the options; `meaning` completes the first of them. */
export const adminTokenHelp = (meaning: string): string =>
  [
    `  --admin-token <token>  ${meaning}`,
    "  --admin-token-file <file>",
    "                         file with the admin token: other users can see an argument in the list of processes.",
    "                         Without both, LUNA_ADMIN_TOKEN is read from the environment",
  ].join("\n");

interface Values {
  readonly "admin-token"?: string | undefined;
  readonly "admin-token-file"?: string | undefined;
}

/** The option that gives the admin token; undefined if the command line has none. */
export function adminTokenOption(values: Values): keyof Values | undefined {
  if (values["admin-token"] !== undefined) return "admin-token";
  return values["admin-token-file"] === undefined ? undefined : "admin-token-file";
}

/** A longer token is a mistake, such as the wrong file. */
const maxTokenBytes = 1024;

/** Enough for a token and the end of its line. */
const maxFileBytes = 2 * maxTokenBytes;

/** The permissions of a file's group and of all other users. */
const othersMode = 0o077;

function readTokenFile(file: string, warn: (message: string) => void): string {
  const handle = openSync(file, "r");
  try {
    const stats = fstatSync(handle);
    if (stats.isDirectory()) throw new UsageError(`--admin-token-file ${file} is a folder; name a file`);
    if (process.platform !== "win32" && stats.isFile() && (stats.mode & othersMode) !== 0)
      warn(`warning: other users may read --admin-token-file ${file}; run chmod 600 on it`);
    const bytes = readHandle(handle, maxFileBytes);
    if (!isUtf8(bytes)) throw new UsageError(`--admin-token-file ${file} must be UTF-8`);
    return bytes.toString().replace(/\r?\n$/, "");
  } finally {
    closeSync(handle);
  }
}

function tokenIn(file: string, warn: (message: string) => void): string {
  try {
    return readTokenFile(file, warn);
  } catch (error) {
    if (error instanceof TooLargeError) throw new UsageError(`--admin-token-file ${file} is ${error.message}`);
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    const reason = code === "ENOENT" ? "does not exist" : `cannot be read: ${message}`;
    throw new UsageError(`--admin-token-file ${file} ${reason}`);
  }
}

/** Throws UsageError for a token that no header can carry. The message never shows it. */
function checkToken(token: string, source: string): string {
  if (token === "") throw new UsageError(`${source} must not be empty`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`${source} must be printable ASCII without spaces`);
  if (token.length > maxTokenBytes) throw new UsageError(`${source} must have at most ${maxTokenBytes} characters`);
  return token;
}

/**
 * Returns the admin token of a command: from --admin-token, --admin-token-file or LUNA_ADMIN_TOKEN. An empty variable
 * counts as none. Throws UsageError if both options are given, or if their token cannot be used.
 */
export function adminToken(
  values: Values,
  { env = process.env, warn = console.error }: { env?: NodeJS.ProcessEnv; warn?: (message: string) => void } = {},
): string | undefined {
  const { "admin-token": token, "admin-token-file": file } = values;
  if (token !== undefined && file !== undefined)
    throw new UsageError("--admin-token and --admin-token-file exclude each other; choose one");
  if (file !== undefined) return checkToken(tokenIn(file, warn), `the token in --admin-token-file ${file}`);
  if (token !== undefined) return checkToken(token, "--admin-token");
  return env.LUNA_ADMIN_TOKEN ? checkToken(env.LUNA_ADMIN_TOKEN, "LUNA_ADMIN_TOKEN") : undefined;
}

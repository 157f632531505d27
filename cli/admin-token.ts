import { isUtf8 } from "node:buffer";
import { closeSync, fstatSync, openSync } from "node:fs";
import { readHandle, readProblem, TooLargeError } from "../shared/read-limited.js";
import { UsageError } from "../shared/usage-error.js";

/** Returns the options for the admin token of a command. `needs` names an option that both depend on. */
export const adminTokenOptions = (meaning: string, needs?: string) =>
  ({
    "admin-token": {
      value: "<token>",
      meaning,
      parse: ensureToken,
      variables: ["LUNA_ADMIN_TOKEN"],
      excludes: "admin-token-file",
      ...(needs === undefined ? {} : { needs }),
    },
    "admin-token-file": {
      value: "<file>",
      meaning: "file with the admin token; other users can see --admin-token in process lists",
      variables: ["LUNA_ADMIN_TOKEN_FILE"],
      ...(needs === undefined ? {} : { needs }),
    },
  }) as const;

/** Maximum length; a longer token is a mistake, such as the wrong file. */
const maxTokenBytes = 1024;

/** Enough for a token and a line end. */
const maxFileBytes = 2 * maxTokenBytes;

/** Permissions of the file's group and of all other users. */
const othersMode = 0o077;

function readTokenFile(file: string, warn: (message: string) => void): string {
  const handle = openSync(file, "r");
  try {
    const stats = fstatSync(handle);
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
    const isExpected = error instanceof TooLargeError || (error as NodeJS.ErrnoException).code !== undefined;
    throw isExpected ? new UsageError(`--admin-token-file ${file}: ${readProblem(error as Error)}`) : error;
  }
}

/** Returns the token, or throws UsageError if no header can carry it. The message never shows the token. */
function ensureToken(token: string, source: string): string {
  if (token === "") throw new UsageError(`${source} must not be empty`);
  if (!/^[\x21-\x7e]+$/.test(token)) throw new UsageError(`${source} must be printable ASCII without spaces`);
  if (token.length > maxTokenBytes) throw new UsageError(`${source} must have at most ${maxTokenBytes} characters`);
  return token;
}

/** Returns the admin token of a command, read from its file if necessary. Throws UsageError for an unusable token. */
export function adminToken(
  {
    "admin-token": token,
    "admin-token-file": file,
  }: { readonly "admin-token"?: string | undefined; readonly "admin-token-file"?: string | undefined },
  warn: (message: string) => void = console.error,
): string | undefined {
  if (file === undefined) return token;
  return ensureToken(tokenIn(file, warn), `the token in --admin-token-file ${file}`);
}

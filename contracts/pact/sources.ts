import { stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { decodeUtf8, NotUtf8Error } from "../../mock-server/for-contracts.js";
import { readFile, TooLargeError } from "../../shared/read-limited.js";
import { brokerPacts, maxPactBytes } from "./broker.js";
import type { Interaction } from "./interaction.js";
import { BadPact, parsePact } from "./parse.js";

const isAddress = (source: string) => /^https?:\/\//i.test(source);

async function filesOf(source: string): Promise<readonly string[]> {
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new BadPact(source, error.message);
  });
  if (found?.isFile()) return [source];
  const files = found?.isDirectory()
    ? (await glob("*.json", { cwd: source, expandDirectories: false })).map((name) => join(source, name))
    : await glob(source.replaceAll("\\", "/"), { expandDirectories: false });
  if (files.length === 0)
    throw new BadPact(source, found === undefined ? "there is no such file" : "has no pact files");
  return files.sort();
}

/** The texts of the pact files that a file, a folder, a pattern or an address stands for. */
async function textsOf(source: string, provider: string): Promise<readonly (readonly [string, string])[]> {
  if (isAddress(source)) return brokerPacts(source, provider);
  return (await filesOf(source)).map((file) => [file, pactFile(file)] as const);
}

function pactFile(file: string): string {
  try {
    return decodeUtf8(readFile(file, maxPactBytes));
  } catch (error) {
    if (error instanceof NotUtf8Error || error instanceof TooLargeError) throw new BadPact(file, error.message);
    throw error;
  }
}

/**
 * The interactions of all pacts that the sources stand for: files, folders, patterns such as `pacts/*.json`, addresses
 * of pacts or of a broker. `provider` is Luna's name in the broker. Throws BadPact.
 */
export async function readPacts(sources: readonly string[], provider = "luna"): Promise<readonly Interaction[]> {
  const found = new Map<string, string>();
  for (const source of sources) for (const [name, text] of await textsOf(source, provider)) found.set(name, text);
  return [...found].flatMap(([name, text]) => parsePact(name, text));
}

/** As {@link readPacts}, for those who cannot do without an interaction: throws BadPact if there is none. */
export async function readInteractions(sources: readonly string[], provider?: string): Promise<readonly Interaction[]> {
  const interactions = await readPacts(sources, provider);
  if (interactions.length === 0) throw new BadPact(sources.join(", "), "there are no interactions");
  return interactions;
}

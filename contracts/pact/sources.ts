import { stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { decodeUtf8 } from "../../mock-server/for-contracts.js";
import { readFile } from "../../shared/read-limited.js";
import { brokerPacts, maxPactBytes } from "./broker.js";
import type { Interaction } from "./interaction.js";
import { BadPact, parsePact, unreadable } from "./parse.js";

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

/** The text of a file, or the reason why it has none. */
function textOf(file: string): string | BadPact {
  try {
    return decodeUtf8(readFile(file, maxPactBytes));
  } catch (error) {
    return new BadPact(file, (error as Error).message);
  }
}

/** The texts of the pact files that a file, a folder, a pattern or an address stands for. */
async function textsOf(source: string, provider: string): Promise<readonly (readonly [string, string | BadPact])[]> {
  if (isAddress(source)) return brokerPacts(source, provider);
  return (await filesOf(source)).map((file) => [file, textOf(file)] as const);
}

function parsedOrBad(name: string, text: string | BadPact): readonly Interaction[] | BadPact {
  if (text instanceof BadPact) return text;
  try {
    return parsePact(name, text);
  } catch (error) {
    if (error instanceof BadPact) return error;
    throw error;
  }
}

/**
 * The interactions of all pacts that the sources stand for: files, folders, patterns such as `pacts/*.json`, addresses
 * of pacts or of a broker. `provider` is Luna's name in the broker. A bad file among others is one interaction with a
 * `problem`; throws BadPact if there is no other.
 */
export async function readPacts(sources: readonly string[], provider = "luna"): Promise<readonly Interaction[]> {
  const found = new Map<string, string | BadPact>();
  for (const source of sources) for (const [name, text] of await textsOf(source, provider)) found.set(name, text);
  const read = [...found].map(([name, text]) => parsedOrBad(name, text));
  const bad = read.filter((one) => one instanceof BadPact);
  if (bad[0] !== undefined && bad.length === read.length) throw bad[0];
  return read.flatMap((one) => (one instanceof BadPact ? [unreadable(one)] : one));
}

/** As {@link readPacts}, for those who cannot do without an interaction: throws BadPact if there is none. */
export async function readInteractions(sources: readonly string[], provider?: string): Promise<readonly Interaction[]> {
  const interactions = await readPacts(sources, provider);
  if (interactions.length === 0) throw new BadPact(sources.join(", "), "there are no interactions");
  return interactions;
}

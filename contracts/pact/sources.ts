import { stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { readFile } from "../../shared/read-limited.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { type BrokerPact, type BrokerSelection, brokerPacts } from "./broker.js";
import { maxPactBytes } from "./broker-client.js";
import type { Interaction } from "./interaction.js";
import { InvalidPactError, parsePact, unreadable } from "./parse.js";

/** Whether a source is on a server, and no file. */
export const isAddress = (source: string): boolean => /^https?:\/\//i.test(source);

async function filesOf(source: string): Promise<readonly string[]> {
  const found = await stat(source).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw new InvalidPactError(source, error.message);
  });
  if (found?.isFile()) return [source];
  const files = found?.isDirectory()
    ? (await glob("*.json", { cwd: source, expandDirectories: false })).map((name) => join(source, name))
    : await glob(source.replaceAll("\\", "/"), { expandDirectories: false });
  if (files.length === 0)
    throw new InvalidPactError(source, found === undefined ? "there is no such file" : "has no pact files");
  return files.sort();
}

/** The text of a file, or the reason why it has none. */
function textOf(file: string): string | InvalidPactError {
  try {
    return decodeUtf8(readFile(file, maxPactBytes));
  } catch (error) {
    return new InvalidPactError(file, (error as Error).message);
  }
}

export interface ReadOptions {
  /** Name of the Luna API in the pacts of a broker; the default is `luna`. In files every provider is read. */
  readonly provider?: string | undefined;
  /** The pacts of a broker to read; the default is the latest of each consumer. */
  readonly selection?: BrokerSelection | undefined;
}

/** A pact file, or the reason why it has no text. */
interface Source {
  readonly name: string;
  readonly text: string | InvalidPactError;
  /** The pact as its broker has it; undefined for a file. */
  readonly pact?: BrokerPact;
}

/** Reads the pact files that a file, a folder, a pattern or an address stands for. */
async function sourcesOf(source: string, { provider = "luna", selection }: ReadOptions): Promise<readonly Source[]> {
  if (isAddress(source)) {
    const pacts = await brokerPacts(source, provider, selection);
    return pacts.map((pact) => ({ name: pact.address, text: pact.text, pact }));
  }
  return (await filesOf(source)).map((name) => ({ name, text: textOf(name) }));
}

function parsedOrBad({ name, text, pact }: Source): readonly Interaction[] | InvalidPactError {
  if (text instanceof InvalidPactError) return text;
  try {
    const interactions = parsePact(name, text);
    return pact?.pending === true ? interactions.map((one) => ({ ...one, pending: true })) : interactions;
  } catch (error) {
    if (error instanceof InvalidPactError) return error;
    throw error;
  }
}

/** The interactions of some sources, and the pacts among them that came from a broker. */
export interface PactsRead {
  readonly interactions: readonly Interaction[];
  readonly brokerPacts: readonly BrokerPact[];
}

/**
 * Reads all pacts that the sources stand for: files, folders, patterns such as `pacts/*.json`, addresses of pacts or of
 * a broker. A bad file among others is one interaction with a `problem`; throws InvalidPactError if there is no other.
 */
export async function readSources(sources: readonly string[], options: ReadOptions = {}): Promise<PactsRead> {
  const found = new Map<string, Source>();
  for (const source of sources) for (const one of await sourcesOf(source, options)) found.set(one.name, one);
  const read = [...found.values()].map(parsedOrBad);
  const bad = read.filter((one) => one instanceof InvalidPactError);
  if (bad[0] !== undefined && bad.length === read.length) throw bad[0];
  return {
    interactions: read.flatMap((one) => (one instanceof InvalidPactError ? [unreadable(one)] : one)),
    brokerPacts: [...found.values()].flatMap(({ pact }) => pact ?? []),
  };
}

/** Returns the interactions of {@link readSources}; `provider` is the name of the Luna API in a broker. */
export async function readPacts(sources: readonly string[], provider?: string): Promise<readonly Interaction[]> {
  return (await readSources(sources, { provider })).interactions;
}

/** As {@link readPacts}, but throws InvalidPactError if there is no interaction. */
export async function readInteractions(sources: readonly string[], provider?: string): Promise<readonly Interaction[]> {
  const interactions = await readPacts(sources, provider);
  if (interactions.length === 0) throw new InvalidPactError(sources.join(", "), "there are no interactions");
  return interactions;
}

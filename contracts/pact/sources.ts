import { stat } from "node:fs/promises";
import { join } from "node:path";
import { glob } from "tinyglobby";
import { readFile } from "../../shared/read-limited.js";
import { decodeUtf8 } from "../../shared/utf8.js";
import { type BrokerPact, type BrokerSelection, brokerPacts } from "./broker.js";
import { maxPactBytes } from "./broker-client.js";
import type { Interaction } from "./interaction.js";
import { InvalidPactError, parsePact, unreadable } from "./parse.js";

/** Whether a source is a URL. */
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
  if (files.length === 0) throw new InvalidPactError(source, found === undefined ? "no such file" : "no pact files");
  return files.sort();
}

export interface ReadPactsOptions {
  /** Name of the Luna API in a broker; `luna` by default. In files every provider is read. */
  readonly provider?: string | undefined;
  /** Pacts of a broker to read; the latest of each consumer by default. */
  readonly selection?: BrokerSelection | undefined;
}

/** A local path, or a pact of a broker. */
type PactFile = string | BrokerPact;

/** Returns the pact files of a file, a folder, a glob or a URL. */
const pactFiles = (source: string, { provider = "luna", selection }: ReadPactsOptions): Promise<readonly PactFile[]> =>
  isAddress(source) ? brokerPacts(source, provider, selection) : filesOf(source);

function readLocal(file: string): string {
  try {
    return decodeUtf8(readFile(file, maxPactBytes));
  } catch (error) {
    throw new InvalidPactError(file, (error as Error).message);
  }
}

function parseOrError(file: PactFile): readonly Interaction[] | InvalidPactError {
  try {
    if (typeof file === "string") return parsePact(file, readLocal(file));
    const interactions = parsePact(file.address, file.text);
    return file.pending ? interactions.map((interaction) => ({ ...interaction, pending: true })) : interactions;
  } catch (error) {
    if (error instanceof InvalidPactError) return error;
    throw error;
  }
}

export interface PactsRead {
  readonly interactions: readonly Interaction[];
  /** The pacts that came from a broker. */
  readonly brokerPacts: readonly BrokerPact[];
}

/**
 * Reads all pacts of files, folders, globs such as `pacts/*.json`, and URLs of pacts or brokers. If only some
 * files are invalid, each of them is an interaction with a `problem`. Throws InvalidPactError if all are invalid.
 */
export async function readSources(sources: readonly string[], options: ReadPactsOptions = {}): Promise<PactsRead> {
  const files = new Map<string, PactFile>();
  for (const source of sources)
    for (const file of await pactFiles(source, options))
      files.set(typeof file === "string" ? file : file.address, file);
  const parsed = [...files.values()].map(parseOrError);
  const [error, ...further] = parsed.filter((result) => result instanceof InvalidPactError);
  if (error !== undefined && further.length + 1 === parsed.length) throw error;
  return {
    interactions: parsed.flatMap((result) => (result instanceof InvalidPactError ? [unreadable(result)] : result)),
    brokerPacts: [...files.values()].filter((file) => typeof file !== "string"),
  };
}

/** Returns the interactions of {@link readSources}; `provider` is the name of the Luna API in a broker. */
export async function readPacts(sources: readonly string[], provider?: string): Promise<readonly Interaction[]> {
  return (await readSources(sources, { provider })).interactions;
}

/** Like {@link readPacts}. Throws InvalidPactError if there is no interaction. */
export async function readInteractions(sources: readonly string[], provider?: string): Promise<readonly Interaction[]> {
  const interactions = await readPacts(sources, provider);
  if (interactions.length === 0) throw new InvalidPactError(sources.join(", "), "no interactions");
  return interactions;
}

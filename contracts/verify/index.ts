import { createLunaServer, type Profile } from "../../mock-server/index.js";
import type { Interaction } from "../pact/interaction.js";
import { LocalProvider } from "../server/local-provider.js";
import type { Provider } from "../server/provider.js";
import { findPins } from "./pins.js";
import { type Report, type Summary, summaryOf } from "./report.js";
import type { Target } from "./target.js";
import { type Result, Verification } from "./verify.js";

/** A report and its summary, which has the shape of `verify --json`. */
export interface VerifiedReport extends Report {
  readonly summary: Summary;
}

export interface VerifyOptions {
  /** What to verify against; the default is a server of its own, in this process. */
  readonly target?: Target;
  /** The profile that the sandboxes are in; the default is the default profile. */
  readonly profile?: Partial<Profile> | undefined;
  /** Whether to find out which switches the contract pins, if none of it fails under the default profile. */
  readonly pins?: boolean;
  /** How long Pact's core may take for one interaction, in milliseconds; the default is a minute. */
  readonly timeoutMs?: number;
  /** Called after each interaction, in the verification and in the search for fixed switches. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a verification has got. */
export interface Progress {
  readonly phase: "verified" | "searched for fixed switches";
  readonly done: number;
  readonly of: number;
}

/** Counts the interactions of a phase. */
function counter({ onProgress }: VerifyOptions, phase: Progress["phase"], of: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    onProgress?.({ phase, done, of });
  };
}

/** The pins of what passes; an interaction that is still being worked on need not. */
async function pinsOf(
  results: readonly Result[],
  verification: Verification,
  provider: Provider,
  options: VerifyOptions,
): Promise<Exclude<Report["pins"], undefined>> {
  const passed = results.filter(({ verdict }) => verdict === "passed");
  const isKept = results.every(({ verdict }) => verdict === "passed" || verdict === "pending");
  const onDone = counter(options, "searched for fixed switches", passed.length);
  if (isKept && passed.length > 0) return findPins(verification, provider, passed, onDone);
  return { unknown: "they were not looked for, because not all interactions pass" };
}

async function verifyAgainst(
  target: Target,
  interactions: readonly Interaction[],
  options: VerifyOptions,
): Promise<Report> {
  const { profile, pins = false, timeoutMs } = options;
  const verification = await Verification.start(target, timeoutMs);
  try {
    const results = await verification.all(interactions, profile, counter(options, "verified", interactions.length));
    const looks = pins && profile === undefined && target.kind === "sandbox" && results.length > 0;
    return {
      results,
      pins: looks ? await pinsOf(results, verification, target.provider, options) : undefined,
      statesLeftOut: target.kind === "other" && interactions.some(({ states }) => states.length > 0),
    };
  } finally {
    await verification.stop();
  }
}

/**
 * Verifies interactions, each in a sandbox of its own. Throws MissingPactCoreError if Pact's native core is not there.
 *
 * @example
 * const { summary } = await verifyPacts([]);
 * console.log(summary.failed); // 0
 */
export async function verifyPacts(
  interactions: readonly Interaction[],
  options: VerifyOptions = {},
): Promise<VerifiedReport> {
  const report = await reportOn(interactions, options);
  return { ...report, summary: summaryOf(report) };
}

async function reportOn(interactions: readonly Interaction[], options: VerifyOptions): Promise<Report> {
  if (options.target !== undefined) return verifyAgainst(options.target, interactions, options);
  const server = await createLunaServer({ fixture: "empty" });
  try {
    const provider = new LocalProvider(server);
    return await verifyAgainst({ kind: "sandbox", provider }, interactions, options);
  } finally {
    await server.close();
  }
}

import { createLunaServer, type Profile } from "../../mock-server/index.js";
import type { Interaction } from "../pact/interaction.js";
import { SandboxProvider } from "../server/sandbox-provider.js";
import { findPins, type Pins } from "./pins.js";
import { type Report, type Summary, summaryOf } from "./report.js";
import type { Target } from "./target.js";
import { type InteractionResult, Verifier } from "./verify.js";

/** A report with its summary in the shape of `verify --json`. */
export interface VerifiedReport extends Report {
  readonly summary: Summary;
}

export interface VerifyOptions {
  /** Server to verify against; by default a new one in this process. */
  readonly target?: Target;
  /** Profile of the sandboxes. */
  readonly profile?: Partial<Profile> | undefined;
  /** Whether to find the switches that the contract fixes, if nothing fails under the default profile. */
  readonly pins?: boolean;
  /** Limit of Pact's core for one interaction, in milliseconds; by default a minute. */
  readonly timeoutMs?: number;
  /** Called after each interaction of a phase. */
  readonly onProgress?: (progress: VerifyProgress) => void;
}

export interface VerifyProgress {
  readonly phase: "verified" | "searched for fixed switches";
  readonly done: number;
  readonly of: number;
}

function counter({ onProgress }: VerifyOptions, phase: VerifyProgress["phase"], of: number): () => void {
  let done = 0;
  return () => {
    done += 1;
    onProgress?.({ phase, done, of });
  };
}

/** Finds the pins of the passed interactions, unless an interaction failed that is not pending. */
async function pinsOf(
  results: readonly InteractionResult[],
  verifier: Verifier,
  provider: SandboxProvider,
  options: VerifyOptions,
): Promise<Pins> {
  const passed = results.filter(({ verdict }) => verdict === "passed");
  const hasFailed = results.some(({ verdict }) => verdict === "failed" || verdict === "skipped");
  if (hasFailed || passed.length === 0) return { unknown: "not searched, because not all interactions pass" };
  return findPins(verifier, provider, passed, counter(options, "searched for fixed switches", passed.length));
}

async function verifyAgainst(
  target: Target,
  interactions: readonly Interaction[],
  options: VerifyOptions,
): Promise<Report> {
  const { profile, pins = false, timeoutMs } = options;
  const verifier = new Verifier(target, timeoutMs);
  try {
    const results = await verifier.all(interactions, profile, counter(options, "verified", interactions.length));
    const searches = pins && profile === undefined && target.kind === "sandbox" && results.length > 0;
    return {
      results,
      pins: searches ? await pinsOf(results, verifier, target.provider, options) : undefined,
      statesSetUp: target.kind !== "other" || interactions.every(({ states }) => states.length === 0),
    };
  } finally {
    await verifier.stop();
  }
}

/**
 * Verifies interactions, each in a separate sandbox. Throws MissingPactCoreError.
 *
 * @example
 * const { summary } = await verifyPacts([]);
 * console.log(summary.failed); // 0
 */
export async function verifyPacts(
  interactions: readonly Interaction[],
  options: VerifyOptions = {},
): Promise<VerifiedReport> {
  const withSummary = (report: Report) => ({ ...report, summary: summaryOf(report) });
  if (options.target !== undefined) return withSummary(await verifyAgainst(options.target, interactions, options));
  const server = await createLunaServer({ fixture: "empty" });
  try {
    const provider = new SandboxProvider({ url: server.url }, server);
    return withSummary(await verifyAgainst({ kind: "sandbox", provider }, interactions, options));
  } finally {
    await server.close();
  }
}

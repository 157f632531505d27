import { createLunaServer, type Reading } from "../../mock-server/index.js";
import type { Interaction } from "../pact/interaction.js";
import { findPins } from "./pins.js";
import { SandboxProvider } from "./provider.js";
import type { Report } from "./report.js";
import { type Target, Verification } from "./verify.js";

export interface VerifyOptions {
  /** What to verify against; the default is a server of its own, in this process. */
  readonly target?: Target;
  /** The reading that the sandboxes are in; the default is the default reading. */
  readonly reading?: Partial<Reading> | undefined;
  /** Whether to find out which switches the contract pins, if all of it passes under the default reading. */
  readonly pins?: boolean;
}

async function verifyAgainst(
  target: Target,
  interactions: readonly Interaction[],
  { reading, pins = false }: VerifyOptions,
): Promise<Report> {
  const verification = await Verification.start(target);
  try {
    const results = await verification.all(interactions, reading);
    const passed = results.filter(({ verdict }) => verdict === "passed");
    const looks = pins && reading === undefined && target.kind === "sandbox" && passed.length === results.length;
    return {
      results,
      pins: looks && passed.length > 0 ? await findPins(verification, target.provider, passed) : undefined,
    };
  } finally {
    await verification.stop();
  }
}

/**
 * Verifies interactions, each in a sandbox of its own. Throws NoPactCore if Pact's native core is not there.
 *
 * @example
 * const { results } = await verifyPacts([]);
 */
export async function verifyPacts(interactions: readonly Interaction[], options: VerifyOptions = {}): Promise<Report> {
  if (options.target !== undefined) return verifyAgainst(options.target, interactions, options);
  const server = await createLunaServer({ fixture: "empty" });
  try {
    const provider = new SandboxProvider({ url: server.url });
    return await verifyAgainst({ kind: "sandbox", provider }, interactions, options);
  } finally {
    await server.close();
  }
}

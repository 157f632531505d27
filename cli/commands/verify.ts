import { writeFile } from "node:fs/promises";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import { isAddress, readSources } from "../../contracts/pact/sources.js";
import { ControlRequestError, NoControlPlaneError } from "../../contracts/server/control-client.js";
import { SandboxProvider, serverKind } from "../../contracts/server/sandbox-provider.js";
import { MissingPactCoreError } from "../../contracts/verify/core.js";
import { verifyPacts } from "../../contracts/verify/index.js";
import { countOf, verifyReportText } from "../../contracts/verify/report.js";
import { isLive, type Target } from "../../contracts/verify/target.js";
import type { Profile } from "../../mock-server/index.js";
import { UsageError } from "../../shared/usage-error.js";
import { ensureWritable, notWritable } from "../../shared/writable.js";
import { adminToken, adminTokenOptions } from "../admin-token.js";
import { type CommandInput, defineCommand } from "../command.js";
import {
  checkExitCodes,
  jsonOption,
  junitOption,
  pactArguments,
  requirePacts,
  timeoutOption,
} from "../common-options.js";
import { type OptionTable, serverUrl } from "../option-table.js";
import { parseProfile } from "../profile-option.js";
import { brokerOptions, publicationOf, selectionOf } from "./verify.broker.js";
import { chosenInteractions } from "./verify.choice.js";
import { verifyJunit } from "./verify.junit.js";
import { reportProgress } from "./verify.progress.js";
import { createPublisher, printNotices } from "./verify.publisher.js";

const options = {
  consumer: { value: "<name>", meaning: "verify only the contracts of this consumer", multiple: true },
  provider: {
    value: "<name>",
    meaning: "verify only the contracts with this provider; in a broker, the name of the Luna API",
    defaultText: "all; luna in a broker",
  },
  filter: {
    value: "<text>",
    meaning: "verify only interactions with this text in their description or states, ignoring case",
  },
  set: { value: "<switch=value>", meaning: "verify under another profile", multiple: true },
  "no-pins": { meaning: "do not search for the switches that a contract depends on" },
  "provider-url": {
    value: "<url>",
    meaning:
      "verify this server instead of a new one; provider states are set up if it is a luna-sandbox, otherwise only validated",
    parse: serverUrl,
  },
  ...adminTokenOptions("admin token of that luna-sandbox", "provider-url"),
  token: { value: "<token>", meaning: "access token for a server that is not a luna-sandbox", needs: "provider-url" },
  timeout: timeoutOption("timeout of an interaction in Pact's core", "60"),
  "allow-live": { meaning: "run read-only interactions against the vendor's real host; without it, none are run" },
  json: jsonOption("report"),
  junit: junitOption,
  ...brokerOptions,
} as const satisfies OptionTable;

type Input = CommandInput<typeof options>;

/** Throws UsageError if an option was given that the server does not use. */
function rejectUnused({ given }: Input, names: readonly string[], reason: string): void {
  const unused = names.find((name) => given.has(name));
  if (unused !== undefined) throw new UsageError(`--${unused} cannot be used: ${reason}`);
}

/** Returns the server of --provider-url; undefined without it. */
async function chosenTarget(input: Input): Promise<Target | undefined> {
  const { "provider-url": url, token, "allow-live": allowLive } = input.values;
  if (url === undefined) return undefined;
  const live = isLive(url);
  if (live && !allowLive)
    throw new UsageError(
      `${new URL(url).hostname} is the vendor's real service with cards of real customers; pass --allow-live to run read-only interactions`,
    );
  const kind = live ? "other" : await serverKind(url);
  if (kind === "none") throw new UsageError(`no server responds at ${url}`);
  if (kind === "sandbox") {
    rejectUnused(input, ["token"], `${url} is a luna-sandbox, and each interaction gets a sandbox with a new token`);
    return { kind: "sandbox", provider: new SandboxProvider({ url, adminToken: adminToken(input.values) }) };
  }
  rejectUnused(input, ["admin-token", "admin-token-file"], `${url} is not a luna-sandbox`);
  return { kind: "other", url, token, live };
}

/** Throws UsageError if the server does not support the profile of `--set`. */
async function ensureSupported(target: Target, profile: Profile): Promise<void> {
  const reason = target.kind === "sandbox" ? await target.provider.refusesProfile(profile) : "it is not a luna-sandbox";
  if (reason !== undefined) throw new UsageError(`--set is not supported by this server: ${reason}`);
}

async function runVerify(input: Input): Promise<number> {
  const { values, words } = input;
  const { PACT_BROKER_BASE_URL: broker } = process.env;
  const sources = words.length === 0 && broker ? [broker] : words;
  requirePacts(sources, ", or set PACT_BROKER_BASE_URL");
  const selection = selectionOf(values);
  if (selection !== undefined && !sources.every(isAddress))
    throw new UsageError("--selector, --pending and --wip-since select pacts of a broker; pass only its URL");
  const publication = publicationOf(values);
  const profile = parseProfile(values.set);
  const { junit: file, consumer, provider, filter } = values;
  if (file !== undefined) await ensureWritable("junit", file);
  const target = await chosenTarget(input);
  const { interactions, brokerPacts } = await readSources(sources, { provider, selection });
  if (interactions.length === 0 && selection === undefined)
    throw new InvalidPactError(sources.join(", "), "no interactions");
  const chosen = chosenInteractions(interactions, { provider, filter, ...(consumer.length > 0 && { consumer }) });
  const publish =
    publication && createPublisher({ sources, brokerPacts, all: interactions, chosen, provider }, publication);
  printNotices(brokerPacts, (when) => when === "before_verification");

  const reporting = reportProgress();
  try {
    if (target !== undefined && profile !== undefined) await ensureSupported(target, profile);
    const startedAt = new Date();
    const report = await verifyPacts(chosen, {
      profile,
      pins: !values["no-pins"],
      timeoutMs: 1000 * values.timeout,
      onProgress: reporting.progress,
      ...(target && { target }),
    });
    console.log(values.json ? JSON.stringify(report.summary, null, 2) : verifyReportText(report));
    if (file !== undefined)
      await writeFile(file, verifyJunit(report.results, startedAt)).catch(notWritable("junit", file));
    await publish?.(report.results);
    return countOf(report.results, "failed") === 0 ? 0 : 1;
  } finally {
    reporting.stop();
  }
}

/** When it is interrupted, its core ends with the process, and its sandboxes on another server expire. */
export const verify = defineCommand(
  {
    name: "verify",
    usage: [`verify ${pactArguments} [options]`],
    description: `Verifies each interaction in a fresh sandbox that its provider states set up (luna-sandbox states lists them).

A URL is that of a pact or of a Pact broker. Without sources, PACT_BROKER_BASE_URL is used. PACT_BROKER_TOKEN, or PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, are used to authenticate.`,
    options,
    exitCodes: checkExitCodes,
    allowWords: true,
    expectedErrors: { 2: [InvalidPactError, ControlRequestError, NoControlPlaneError, MissingPactCoreError] },
  },
  runVerify,
);

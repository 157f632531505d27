import { writeFile } from "node:fs/promises";
import { InvalidPactError } from "../../contracts/pact/parse.js";
import { isAddress, readSources } from "../../contracts/pact/sources.js";
import { profileOf } from "../../contracts/profiles.js";
import { ControlRequestError, NoControlPlaneError, SandboxProvider } from "../../contracts/server/sandbox-provider.js";
import { whoAnswers } from "../../contracts/server/who-answers.js";
import { chosenInteractions } from "../../contracts/verify/choice.js";
import { MissingPactCoreError } from "../../contracts/verify/core.js";
import { verifyPacts } from "../../contracts/verify/index.js";
import { junit } from "../../contracts/verify/junit.js";
import { isLive } from "../../contracts/verify/live.js";
import { longestTimeout, reportProgress } from "../../contracts/verify/progress.js";
import { Publisher, printNotices } from "../../contracts/verify/publisher.js";
import { countOf, reportText } from "../../contracts/verify/report.js";
import type { Target } from "../../contracts/verify/target.js";
import { UsageError } from "../../shared/usage-error.js";
import { ensureWritable, notWritable } from "../../shared/writable.js";
import { adminToken, adminTokenHelp, adminTokenOption, adminTokenOptions } from "../admin-token.js";
import { serverAddress, wholeNumber } from "../args.js";
import { runCommand } from "../command.js";
import { brokerHelp, brokerOptions, publicationOf, selectionOf } from "./verify.broker.js";

const help = `luna-sandbox verify: does the sandbox keep a client's contract?

  luna-sandbox verify <file|folder|pattern|address> ... [options]

Each interaction is verified in a fresh sandbox that its provider states set up (luna-sandbox states lists them).
An address is that of a pact, or of a Pact broker; without any source it is PACT_BROKER_BASE_URL. PACT_BROKER_TOKEN, or
PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, are used to authenticate.

  --consumer <name>      only the contracts of this consumer; can be given more than once
  --provider <name>      only the contracts with this provider, for folders that hold others too; in a broker, its name
                         of the Luna API (luna)
  --filter <text>        only interactions whose description or states contain this text, in any case
  --set <switch=value>   verify under another profile; can be given more than once
  --no-pins              do not look for the switches that the contract fixes
  --provider-url <url>   verify against this server, not against one that verify starts;
                         provider states are set up if it is a luna-sandbox, else only looked at
${adminTokenHelp("admin token of that luna-sandbox")}
  --token <token>        the access token for a server that is not a luna-sandbox
  --timeout <seconds>    how long Pact's core may take for one interaction (60)
  --allow-live           with the vendor's real host: run the interactions that only read; without it, none
  --json                 print the report as JSON
  --junit <file>         write the report as JUnit's XML too
  --help

${brokerHelp}
Exit code: 0 all pass, 1 some fail, 2 could not run, 130 interrupted.
`;

const options = {
  consumer: { type: "string", multiple: true },
  provider: { type: "string" },
  filter: { type: "string" },
  set: { type: "string", multiple: true },
  "no-pins": { type: "boolean", default: false },
  "provider-url": { type: "string" },
  ...adminTokenOptions,
  token: { type: "string" },
  timeout: { type: "string", default: "60" },
  "allow-live": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  junit: { type: "string" },
  ...brokerOptions,
} as const;

interface Values {
  readonly "provider-url"?: string | undefined;
  readonly "admin-token"?: string | undefined;
  readonly "admin-token-file"?: string | undefined;
  readonly token?: string | undefined;
  readonly "allow-live": boolean;
}

/** Options that are for a server of a kind, where another one answers, are a mistake and not nothing. */
function refuseStray(option: string, value: string | undefined, whose: string): void {
  if (value !== undefined) throw new UsageError(`--${option} is for ${whose}`);
}

/** LUNA_ADMIN_TOKEN may be set for other commands, so that it is no mistake here. */
function refuseStrayAdminToken(values: Values, whose: string): void {
  const option = adminTokenOption(values);
  if (option !== undefined) refuseStray(option, values[option], whose);
}

const othersToken =
  "a server that is not a luna-sandbox: there every interaction has a sandbox with a token of its own";
const sandboxAlone = "a luna-sandbox that --provider-url names";

/** The server that was named as a target, undefined if none was. */
async function namedTarget(values: Values): Promise<Target | undefined> {
  const { "provider-url": named, token, "allow-live": allowLive } = values;
  if (named === undefined) {
    refuseStray("token", token, "the server that --provider-url names");
    refuseStrayAdminToken(values, sandboxAlone);
    return undefined;
  }
  const url = serverAddress("provider-url", named);
  const live = isLive(url);
  if (live && !allowLive)
    throw new UsageError(
      `${new URL(url).hostname} is the vendor's real service, with real customers' cards. With --allow-live the interactions that only read are run against it`,
    );
  const who = live ? "other" : await whoAnswers(url);
  if (who === "nobody") throw new UsageError(`nothing answers at ${url}`);
  if (who === "sandbox") {
    refuseStray("token", token, othersToken);
    return { kind: "sandbox", provider: new SandboxProvider({ url, adminToken: adminToken(values) }) };
  }
  refuseStrayAdminToken(values, `${sandboxAlone}, and ${url} is not one`);
  return { kind: "other", url, token, live };
}

/**
 * The command `luna-sandbox verify`. When it is interrupted, its core ends with the process, and its sandboxes on
 * another server when their time is over.
 */
export const verify = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    {
      name: "verify",
      help,
      options,
      words: true,
      expected: { 2: [InvalidPactError, ControlRequestError, NoControlPlaneError, MissingPactCoreError] },
    },
    args,
    async ({ values, words: sources }) => {
      const { PACT_BROKER_BASE_URL: broker } = process.env;
      const given = sources.length > 0 ? sources : broker ? [broker] : [];
      if (given.length === 0)
        throw new UsageError("no pacts given; pass files, folders, globs or a broker URL, or set PACT_BROKER_BASE_URL");
      const selection = selectionOf(values);
      if (selection !== undefined && !given.every(isAddress))
        throw new UsageError("--selector, --pending and --wip-since choose pacts of a broker; give its address alone");
      const publication = publicationOf(values);
      const profile = profileOf(values.set ?? []);
      const { junit: file } = values;
      const timeoutMs = 1000 * wholeNumber("timeout", values.timeout, longestTimeout, 1);
      if (file !== undefined) await ensureWritable("junit", file);
      const named = await namedTarget(values);
      const { interactions, brokerPacts } = await readSources(given, { provider: values.provider, selection });
      if (interactions.length === 0 && selection === undefined)
        throw new InvalidPactError(given.join(", "), "there are no interactions");
      const chosen = chosenInteractions(interactions, values);
      const publisher =
        publication && new Publisher(given, brokerPacts, interactions, chosen, values.provider, publication);
      printNotices(brokerPacts, (when) => when === "before_verification");

      const reporting = reportProgress();
      try {
        if (named !== undefined && profile !== undefined) await ensureTaken(named, profile);
        const startedAt = new Date();
        const pins = !values["no-pins"];
        const onProgress = reporting.progress;
        const options = { profile, pins, timeoutMs, onProgress, ...(named && { target: named }) };
        const report = await verifyPacts(chosen, options);
        console.log(values.json ? JSON.stringify(report.summary, null, 2) : reportText(report));
        if (file !== undefined)
          await writeFile(file, junit(report.results, startedAt)).catch(notWritable("junit", file));
        await publisher?.publish(report.results);
        return countOf(report.results, "failed") === 0 ? 0 : 1;
      } finally {
        reporting.stop();
      }
    },
    stop,
  );

/** Refuses `--set` where the server takes no profiles. */
async function ensureTaken(target: Target, profile: Exclude<ReturnType<typeof profileOf>, undefined>): Promise<void> {
  const why = target.kind === "sandbox" ? await target.provider.refusesProfile(profile) : "it is not a luna-sandbox";
  if (why !== undefined) throw new UsageError(`the server does not take --set: ${why}`);
}

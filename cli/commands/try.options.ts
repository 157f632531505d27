import { availableParallelism } from "node:os";
import { usualNames, type VariableNames } from "../../contracts/child/environment.js";
import { chosenValues } from "../../contracts/try/plan.js";
import { type Beginning, cardTypeNames } from "../../contracts/try/sandbox.js";
import { valuesNamed, valueText } from "../../contracts/try/value.js";
import { notRun, type Required } from "../../contracts/try/verdict.js";
import { UsageError } from "../../shared/usage-error.js";
import { wholeNumber } from "../args.js";
import type { Asked } from "../command.js";
import { type FailOn, failOn } from "../fail-on.js";
import { fixtureOptions } from "../fixture-options.js";

export const options = {
  pairs: { type: "boolean", default: false },
  only: { type: "string", multiple: true },
  skip: { type: "string", multiple: true, default: [] as string[] },
  require: { type: "string", multiple: true, default: [] as string[] },
  "keep-going": { type: "boolean", default: false },
  fixture: { type: "string" },
  seed: { type: "string" },
  now: { type: "string" },
  "url-env": { type: "string", default: usualNames.url },
  "token-env": { type: "string", default: usualNames.token },
  "template-env": { type: "string", multiple: true, default: [] as string[] },
  jobs: { type: "string" },
  timeout: { type: "string", default: "300" },
  "fail-on": { type: "string" },
  json: { type: "boolean", default: false },
  junit: { type: "string" },
} as const;

/** What a command line of `try` asks for. */
export interface Wanted extends Beginning {
  /** The client's command and its words. */
  readonly words: readonly string[];
  readonly pairs: boolean;
  readonly only: readonly string[] | undefined;
  readonly skip: readonly string[];
  readonly required: Required;
  readonly keepGoing: boolean;
  readonly names: VariableNames;
  readonly jobs: number;
  readonly timeoutMs: number;
  readonly failOn: FailOn | undefined;
  readonly json: boolean;
  readonly junit: string | undefined;
}

const listed = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.split(","));

function requiredOf(texts: readonly string[]): Required {
  return texts.includes("all") ? "all" : valuesNamed(texts);
}

/** The longest time that a timer of Node can wait for, in seconds. */
const longest = 2_147_483;

function variableName(name: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new UsageError(`${JSON.stringify(name)} is not a name for an environment variable`);
}

function templateNames(texts: readonly string[]): VariableNames["templates"] {
  const given = texts.map((text) => {
    const [type = "", name = ""] = text.split("=");
    if (!Object.hasOwn(cardTypeNames, type))
      throw new UsageError(`--template-env is <type>=<name>, the type one of ${Object.keys(cardTypeNames).join(", ")}`);
    return [type, variableName(name)] as const;
  });
  return { ...usualNames.templates, ...Object.fromEntries(given) };
}

/** What a command line asks for. Throws UsageError, or UnknownSwitchError for a switch or value that there is not. */
export function wantedBy({ values, words: strays, after: words = [] }: Asked<typeof options>): Wanted {
  if (strays.length > 0 || (words[0] ?? "") === "")
    throw new UsageError("the command comes last, after --, such as: luna-sandbox try -- npm test");
  const choice = { only: values.only === undefined ? undefined : listed(values.only), skip: listed(values.skip) };
  const required = requiredOf(listed(values.require));
  const missing = notRun(required, chosenValues(choice));
  if (missing !== undefined) throw new UsageError(`--require asks for ${valueText(missing)}, which would not be run`);
  return {
    ...choice,
    ...fixtureOptions(values),
    ...(values.now === undefined ? {} : { now: values.now }),
    words,
    pairs: values.pairs,
    required,
    keepGoing: values["keep-going"],
    names: {
      url: variableName(values["url-env"]),
      token: variableName(values["token-env"]),
      templates: templateNames(values["template-env"]),
    },
    jobs: values.jobs === undefined ? availableParallelism() : wholeNumber("jobs", values.jobs, 1000, 1),
    timeoutMs: 1000 * wholeNumber("timeout", values.timeout, longest, 1),
    failOn: failOn(values["fail-on"]),
    json: values.json,
    junit: values.junit,
  };
}

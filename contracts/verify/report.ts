import { printable } from "../../shared/printable.js";
import { counted, shortened, table } from "../../shared/text-table.js";
import type { Interaction } from "../pact/interaction.js";
import type { Failure } from "./failure.js";
import type { Pin } from "./pins.js";
import type { Result, Verdict } from "./verify.js";

export interface Report {
  readonly results: readonly Result[];
  /** Undefined if nobody looked for them; `unknown` says why they could not be found. */
  readonly pins: { readonly pins: readonly Pin[] } | { readonly unknown: string } | undefined;
  /** Whether there are provider states that were not set up, because the server is not a luna-sandbox. */
  readonly statesLeftOut: boolean;
}

export const statesText = ({ states, problem }: Interaction): string =>
  problem === undefined ? states.map(({ name }) => name.trim()).join(" + ") || "-" : "?";

export const countOf = (results: readonly Result[], verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** Limits of a report: of a text in it for people and for programs, of a body, and of the failures of an interaction. */
const most = { text: 300, value: 2000, body: 10_000, lines: 20, failures: 100 };

export const short = (text: string): string => shortened(text, most.text);
const shown = (value: unknown): string => short(JSON.stringify(value) ?? "nothing");

function failureLines({ where, expected, got, message, evidence }: Failure): readonly string[] {
  const what = short(message);
  if (where === "") return [what];
  const lines =
    expected === undefined && got === undefined
      ? [`${short(where)}: ${what}`]
      : [`${short(where)}: expected ${shown(expected)}, got ${shown(got)}`, `  ${what}`];
  if (evidence === undefined) return lines;
  const { level, source, note } = evidence;
  return [...lines, `  the document has it as ${level}: ${source}${note === undefined ? "" : `; ${note}`}`];
}

/** What a failed interaction is printed with below the table. */
export function detailText({ interaction, failures, omitted, rules, why, exchange }: Result): string {
  const { consumer, description, source, request } = interaction;
  const more = omitted + Math.max(0, failures.length - most.lines);
  const hasRequest = interaction.kind === "http" && interaction.problem?.part !== "file";
  const used = rules.map(({ id, level }) => `${id} (${level})`).join(", ");
  return [
    `${short(consumer)}: ${short(description)} (${short(statesText(interaction))})`,
    `  ${hasRequest ? `${short(`${request.method} ${request.path}`)}, ` : ""}from ${source}`,
    ...failures
      .slice(0, most.lines)
      .flatMap(failureLines)
      .map((line) => `  ${line}`),
    ...(more === 0 ? [] : [`  … and ${counted(more, "more failure")}`]),
    ...(exchange === undefined ? [] : [`  answered: ${exchange.status} ${short(exchange.answer)}`]),
    ...(why === undefined ? [] : [`  refused, because ${why}`]),
    ...(used === "" ? [] : [`  rules that had a say: ${used}`]),
  ]
    .map(printable)
    .join("\n");
}

/** `a`, `a and b`, `a, b and c`. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

const pinLine = ({ switch: name, default: usual, passes, fails, interaction }: Pin): string =>
  `  ${name}: passes under ${listed([`${usual} (the default)`, ...passes])}, fails under ${listed(fails)}, first at "${printable(short(interaction))}"`;

export function pinsText(pins: Report["pins"]): string | undefined {
  if (pins === undefined) return undefined;
  if ("unknown" in pins) return `Which switches your contract fixes is not known: ${printable(pins.unknown)}.`;
  if (pins.pins.length === 0) return "Your contract fixes no switch: it passes under every value of each.";
  const names = listed(pins.pins.map((pin) => pin.switch));
  const isWhole = pins.pins.every(({ passes }) => passes.length === 0);
  const what = isWhole ? "it passes only under their default values" : "it does not pass under all of their values";
  return [`Your contract fixes ${names}: ${what}.`, ...pins.pins.map(pinLine)].join("\n");
}

/** The report for people. */
export function reportText({ results, pins, statesLeftOut }: Report): string {
  const rows = results.map(({ interaction, verdict }) => [
    shortened(interaction.consumer, 24),
    shortened(interaction.description, 60),
    shortened(statesText(interaction), 40),
    verdict === "failed" ? "FAILED" : verdict,
  ]);
  const notPassed = results.filter(({ verdict }) => verdict === "failed" || verdict === "pending");
  const counts = (["passed", "failed", "pending", "skipped"] as const)
    .map((verdict) => [countOf(results, verdict), verdict] as const)
    .filter(([count, verdict]) => count > 0 || verdict === "passed" || verdict === "failed")
    .map(([count, verdict]) => `${count} ${verdict}`);
  const parts = [
    table([["consumer", "interaction", "states", "verdict"], ...rows]),
    ...notPassed.map((result, place) => `${place + 1}) ${detailText(result)}`),
    `${counted(results.length, "interaction")}: ${counts.join(", ")}.`,
  ];
  const leftOut = "The server is not a luna-sandbox: no provider states were set up.";
  return [parts.join("\n\n"), statesLeftOut ? leftOut : undefined, pinsText(pins)]
    .filter((part) => part !== undefined)
    .join("\n");
}

/** A value for programs; a long one as the beginning of its JSON. */
function bounded(value: unknown): unknown {
  const text = JSON.stringify(value) ?? "null";
  return text.length <= most.value ? (value ?? null) : shortened(text, most.value);
}

/** The report for programs, as `verify --json` prints it. */
export type Summary = ReturnType<typeof summaryOf>;

/** Summarizes a report in values that JSON can hold. */
export function summaryOf({ results, pins, statesLeftOut }: Report) {
  return {
    passed: countOf(results, "passed"),
    failed: countOf(results, "failed"),
    pending: countOf(results, "pending"),
    skipped: countOf(results, "skipped"),
    statesSetUp: !statesLeftOut,
    results: results.map(({ interaction, verdict, failures, omitted, rules, why, durationMs, exchange }) => ({
      consumer: interaction.consumer,
      source: interaction.source,
      interaction: interaction.description,
      states: interaction.states,
      verdict,
      failures: failures.slice(0, most.failures).map(({ where, expected, got, message, evidence = null }) => ({
        where,
        expected: bounded(expected),
        got: bounded(got),
        message: shortened(message, most.value),
        evidence,
      })),
      omittedFailures: omitted + Math.max(0, failures.length - most.failures),
      rules,
      why: why ?? null,
      answer:
        exchange === undefined
          ? null
          : {
              status: exchange.status,
              body: shortened(exchange.answer, most.body),
              requestId: exchange.requestId ?? null,
            },
      durationMs: Math.round(durationMs),
    })),
    pins: pins !== undefined && "pins" in pins ? pins.pins : null,
    pinsUnknown: pins !== undefined && "unknown" in pins ? pins.unknown : null,
  };
}

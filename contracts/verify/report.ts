import { andList } from "../../shared/lists.js";
import { pluralized } from "../../shared/pluralized.js";
import { printable } from "../../shared/printable.js";
import { textTable, truncated } from "../../shared/text-table.js";
import { evidenceText } from "../document.js";
import type { Interaction } from "../pact/interaction.js";
import type { Failure } from "./failure.js";
import type { Pin, Pins } from "./pins.js";
import type { InteractionResult, Verdict } from "./verify.js";

export interface Report {
  readonly results: readonly InteractionResult[];
  /** Undefined if they were not searched. */
  readonly pins: Pins | undefined;
  /** False if provider states were not set up, because the server is not a luna-sandbox. */
  readonly statesSetUp: boolean;
}

const stateNames = ({ states, problem }: Interaction): string =>
  problem === undefined ? states.map(({ name }) => name.trim()).join(" + ") || "-" : "?";

export const countOf = (results: readonly InteractionResult[], verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** Maximum lengths of a text, a JSON value and a body, and maximum numbers of failures in text and in JSON. */
const max = { text: 300, value: 2000, body: 10_000, printedFailures: 20, failures: 100 };

export const short = (text: string): string => truncated(text, max.text);
const shortJson = (value: unknown): string => short(JSON.stringify(value) ?? "nothing");

function failureLines({ where, expected, got, message, evidence }: Failure): readonly string[] {
  if (where === "") return [short(message)];
  const lines =
    expected === undefined && got === undefined
      ? [`${short(where)}: ${short(message)}`]
      : [`${short(where)}: expected ${shortJson(expected)}, got ${shortJson(got)}`, `  ${short(message)}`];
  return evidence === undefined ? lines : [...lines, `  evidence: ${evidenceText(evidence)}`];
}

/** Describes a failed interaction below the table. */
export function detailText({ interaction, failures, omitted, rules, why, exchange }: InteractionResult): string {
  const { consumer, description, source, request } = interaction;
  const more = omitted + Math.max(0, failures.length - max.printedFailures);
  const hasRequest = interaction.kind === "http" && interaction.problem?.part !== "file";
  const printed = failures.slice(0, max.printedFailures).flatMap(failureLines);
  return [
    `${short(consumer)}: ${short(description)} (${short(stateNames(interaction))})`,
    `  ${hasRequest ? `${short(`${request.method} ${request.path}`)}, ` : ""}from ${source}`,
    ...printed.map((line) => `  ${line}`),
    ...(more === 0 ? [] : [`  … and ${pluralized(more, "more failure")}`]),
    ...(exchange === undefined ? [] : [`  response: ${exchange.status} ${short(exchange.body)}`]),
    ...(why === undefined ? [] : [`  refused: ${why}`]),
    ...(rules.length === 0 ? [] : [`  applied rules: ${rules.map(({ id, level }) => `${id} (${level})`).join(", ")}`]),
  ]
    .map(printable)
    .join("\n");
}

const pinLine = ({ switch: name, default: defaultValue, passes, fails, interaction }: Pin): string =>
  `  ${name}: passes under ${andList([`${defaultValue} (the default)`, ...passes])}, fails under ${andList(fails)}, first at "${printable(short(interaction))}"`;

export function pinsText(pins: Report["pins"]): string | undefined {
  if (pins === undefined) return undefined;
  if ("unknown" in pins) return `The switches that your contract fixes are unknown: ${printable(pins.unknown)}.`;
  if (pins.pins.length === 0) return "Your contract fixes no switch: it passes under all of their values.";
  const isDefaultOnly = pins.pins.every(({ passes }) => passes.length === 0);
  const scope = isDefaultOnly ? "it passes only under their default values" : "it fails under some of their values";
  return [
    `Your contract fixes ${andList(pins.pins.map((pin) => pin.switch))}: ${scope}.`,
    ...pins.pins.map(pinLine),
  ].join("\n");
}

/** Formats a report as text. */
export function verifyReportText({ results, pins, statesSetUp }: Report): string {
  const rows = results.map(({ interaction, verdict }) => [
    truncated(interaction.consumer, 24),
    truncated(interaction.description, 60),
    truncated(stateNames(interaction), 40),
    verdict === "failed" ? "FAILED" : verdict,
  ]);
  const notPassed = results.filter(({ verdict }) => verdict === "failed" || verdict === "pending");
  const counts = (["passed", "failed", "pending", "skipped"] as const).flatMap((verdict) => {
    const count = countOf(results, verdict);
    return count > 0 || verdict === "passed" || verdict === "failed" ? [`${count} ${verdict}`] : [];
  });
  const parts = [
    textTable([["consumer", "interaction", "states", "verdict"], ...rows]),
    ...notPassed.map((result, index) => `${index + 1}) ${detailText(result)}`),
    `${pluralized(results.length, "interaction")}: ${counts.join(", ")}.`,
  ];
  const note = statesSetUp ? undefined : "The server is not a luna-sandbox: no provider states were set up.";
  return [parts.join("\n\n"), note, pinsText(pins)].filter((part) => part !== undefined).join("\n");
}

/** Returns a JSON value, or the beginning of its text if it is long. */
function bounded(value: unknown): unknown {
  const text = JSON.stringify(value) ?? "null";
  return text.length <= max.value ? (value ?? null) : truncated(text, max.value);
}

/** Output of `verify --json`. */
export type Summary = ReturnType<typeof summaryOf>;

export function summaryOf({ results, pins, statesSetUp }: Report) {
  return {
    passed: countOf(results, "passed"),
    failed: countOf(results, "failed"),
    pending: countOf(results, "pending"),
    skipped: countOf(results, "skipped"),
    statesSetUp,
    results: results.map(({ interaction, verdict, failures, omitted, rules, why, durationMs, exchange }) => ({
      consumer: interaction.consumer,
      source: interaction.source,
      interaction: interaction.description,
      states: interaction.states,
      verdict,
      failures: failures.slice(0, max.failures).map(({ where, expected, got, message, evidence = null }) => ({
        where,
        expected: bounded(expected),
        got: bounded(got),
        message: truncated(message, max.value),
        evidence,
      })),
      omittedFailures: omitted + Math.max(0, failures.length - max.failures),
      rules,
      why: why ?? null,
      response: exchange
        ? {
            status: exchange.status,
            body: truncated(exchange.body, max.body),
            requestId: exchange.requestId ?? null,
          }
        : null,
      durationMs: Math.round(durationMs),
    })),
    pins: pins !== undefined && "pins" in pins ? pins.pins : null,
    pinsUnknown: pins !== undefined && "unknown" in pins ? pins.unknown : null,
  };
}

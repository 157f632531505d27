import { printable } from "../../command-line.js";
import type { Interaction } from "../pact/interaction.js";
import { counted, shortened, table } from "../table.js";
import type { Failure } from "./failure.js";
import type { Pin } from "./pins.js";
import type { Result, Verdict } from "./verify.js";

export interface Report {
  readonly results: readonly Result[];
  /** Undefined if nobody looked for them; `unknown` says why they could not be found. */
  readonly pins: { readonly pins: readonly Pin[] } | { readonly unknown: string } | undefined;
}

export const statesText = ({ states }: Interaction): string => states.map(({ name }) => name.trim()).join(" + ") || "-";

export const countOf = (results: readonly Result[], verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

const most = 300;
const short = (text: string): string => shortened(text, most);
const shown = (value: unknown): string => short(JSON.stringify(value) ?? "nothing");

function failureLines({ where, expected, got, message, provenance }: Failure): readonly string[] {
  const what = short(message);
  if (where === "") return [what];
  const lines =
    expected === undefined && got === undefined
      ? [`${short(where)}: ${what}`]
      : [`${short(where)}: expected ${shown(expected)}, got ${shown(got)}`, `  ${what}`];
  if (provenance === undefined) return lines;
  const { level, source, note } = provenance;
  return [...lines, `  the document has it as ${level}: ${source}${note === undefined ? "" : `; ${note}`}`];
}

/** What a failed interaction is printed with below the table. */
export function detailText({ interaction, failures, rules, why, exchange }: Result): string {
  const { consumer, description, source, request } = interaction;
  const used = rules.map(({ id, level }) => `${id} (${level})`).join(", ");
  return [
    `${short(consumer)}: ${short(description)} (${short(statesText(interaction))})`,
    `  ${interaction.kind === "http" ? `${short(`${request.method} ${request.path}`)}, ` : ""}from ${source}`,
    ...failures.flatMap(failureLines).map((line) => `  ${line}`),
    ...(exchange === undefined ? [] : [`  answered: ${exchange.status} ${short(exchange.answer)}`]),
    ...(why === undefined ? [] : [`  refused, because ${why}`]),
    ...(used === "" ? [] : [`  rules that had a say: ${used}`]),
  ]
    .map(printable)
    .join("\n");
}

export function pinsText(pins: Report["pins"]): string | undefined {
  if (pins === undefined) return undefined;
  if ("unknown" in pins) return `Which switches your contract fixes is not known: ${printable(pins.unknown)}.`;
  if (pins.pins.length === 0) return "Your contract fixes no switch: it passes under every value of each.";
  const names = pins.pins.map((pin) => pin.switch).join(", ");
  const lines = pins.pins.map(
    ({ switch: name, fails, interaction }) =>
      `  ${name}: fails under ${fails.join(", ")}, first at "${printable(short(interaction))}"`,
  );
  return [`Your contract fixes ${names}: it passes only under their default values.`, ...lines].join("\n");
}

/** The report for people. */
export function reportText({ results, pins }: Report): string {
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
  return [parts.join("\n\n"), pinsText(pins)].filter((part) => part !== undefined).join("\n");
}

/** The report for programs. */
export function reportJson({ results, pins }: Report): object {
  return {
    passed: countOf(results, "passed"),
    failed: countOf(results, "failed"),
    pending: countOf(results, "pending"),
    skipped: countOf(results, "skipped"),
    results: results.map(({ interaction, verdict, failures, rules, why, durationMs, exchange }) => ({
      consumer: interaction.consumer,
      source: interaction.source,
      interaction: interaction.description,
      states: interaction.states,
      verdict,
      failures: failures.map(({ where, expected = null, got = null, message, provenance = null }) => ({
        where,
        expected,
        got,
        message,
        provenance,
      })),
      rules,
      why: why ?? null,
      answer:
        exchange === undefined
          ? null
          : { status: exchange.status, body: exchange.answer, requestId: exchange.requestId ?? null },
      durationMs: Math.round(durationMs),
    })),
    pins: pins !== undefined && "pins" in pins ? pins.pins : null,
    pinsUnknown: pins !== undefined && "unknown" in pins ? pins.unknown : null,
  };
}

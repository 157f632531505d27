import { escapeMarkup } from "./escape-markup.js";

/**
 * Escapes a text for XML. Characters that XML forbids are left out.
 *
 * @example
 * escapeXml('a < "b"'); // "a &lt; &quot;b&quot;"
 */
export const escapeXml = (text: string): string =>
  escapeMarkup(text.replace(/[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, ""));

/** Returns the total duration of runs in seconds, in JUnit's format. */
export const totalSeconds = (runs: readonly { readonly durationMs: number }[]): string =>
  (runs.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000).toFixed(3);

/** Returns a report from the XML of its suites. */
export const junitReport = (attributes: string, suites: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites ${attributes}>`, ...suites, "</testsuites>", ""].join("\n");

import { curl } from "./curl.js";
import type { LogFormat } from "./format.js";
import { har } from "./har.js";
import { json } from "./json.js";
import { pact } from "./pact.js";

/** Formats of the request log, by the value of `format`; `json` is the default. */
export const formats = { json, har, curl, pact } as const satisfies Readonly<Record<string, LogFormat>>;

export type FormatName = keyof typeof formats;

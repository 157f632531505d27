import { isUtf8 } from "node:buffer";
import { UndocumentedRefusal } from "../domain/refusal.js";

/** The largest body a request may have, in bytes. */
export const maxBodyBytes = 1024 * 1024;

/** Instead of a body that was larger than {@link maxBodyBytes} and was not read to its end. */
export const tooLarge = Symbol("too large");

/** What a body is that is not JSON: clients in some languages send a form unless they are told otherwise. */
function whatElse(body: Buffer): string {
  const begin = body.toString("latin1", 0, 256);
  if (/^[\w.%+~[\]-]+=[^{"]*$/.test(begin)) return "a form, not JSON";
  return /^--\S+\r?\nContent-Disposition/i.test(begin) ? "a multipart form, not JSON" : "malformed JSON";
}

/** The body as an object; no body at all is an object without parameters. */
export function parseBody(body: Buffer): Readonly<Record<string, unknown>> {
  if (body.length === 0) return {};
  if (!isUtf8(body)) throw new UndocumentedRefusal("request.body", "the body is not UTF-8", "JSON in UTF-8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString());
  } catch {
    throw new UndocumentedRefusal("request.body", `the body is ${whatElse(body)}`, "one JSON object");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    throw new UndocumentedRefusal("request.body", "the body is not a JSON object", "one JSON object");
  }
  return parsed as Readonly<Record<string, unknown>>;
}

import { isUtf8 } from "node:buffer";
import { isJson, type Json, parsedOr } from "../../shared/json.js";
import { isTooDeep } from "../../shared/redact.js";

/** A request's body as far as secrets in it can be found: by their names, and in any text. */
export type Body =
  | { readonly kind: "json"; readonly value: unknown }
  /** The fields of a form in the order in which they were sent. */
  | { readonly kind: "form"; readonly fields: readonly (readonly [name: string, value: string])[] };

export const formType = "application/x-www-form-urlencoded";

/** JSON with a mistake in it is often sent as a form, because that is what HTTP clients call a body by default. */
const isLikeForm = (text: string) => !/[{}[\]"\s]/.test(text);

/** Whether a text in a value is broken: a half of a pair of UTF-16, which JSON can escape but no reader of pacts takes. */
export const isBroken = (value: unknown): boolean => /\p{Surrogate}/u.test(texts(value).join("\n"));

const texts = (value: unknown): readonly string[] => {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) => [name, ...texts(one)]);
};

/** JSON from bytes; undefined if there are none. Throws SyntaxError, which begins with the part and quotes nothing. */
export function jsonFrom(part: string, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isUtf8(bytes)) throw new SyntaxError(`${part} is not text in UTF-8`);
  const value = parsedOr(bytes.toString(), undefined);
  if (value === undefined) throw new SyntaxError(`${part} is not JSON`); // The parser's own message quotes what may be a secret.
  if (isTooDeep(value)) throw new SyntaxError(`${part} is nested deeper than 32 levels`);
  return value;
}

/** A request's body: a form if it is called one, else JSON, whatever it is called. Throws SyntaxError as jsonFrom does. */
export function bodyFrom(bytes: Buffer, type = ""): Body | undefined {
  const text = bytes.toString();
  if (bytes.length === 0) return undefined;
  if (type.toLowerCase().startsWith(formType) && isUtf8(bytes) && isLikeForm(text))
    return { kind: "form", fields: [...new URLSearchParams(text)] };
  if (/^multipart\//i.test(type)) throw new SyntaxError("its body is a form of several parts, and not JSON");
  return { kind: "json", value: jsonFrom("its body", bytes) };
}

/** What a body says by name. */
export function parametersOf(body: Body | undefined): Json {
  if (body?.kind === "form") return Object.fromEntries(body.fields);
  return isJson(body?.value) ? body.value : {};
}

import type { OperationFacts, Parameter } from "../../openapi/document.js";
import type { PresentationReading } from "../domain/reading.js";
import type { Parameters } from "../operations/validation.js";

/** A phone or a number that came as a string, as the type the document has; what is not taken stays as it is. */
function fromString(value: string, { kind, anyCase }: Parameter, reading: PresentationReading): unknown {
  if (kind === "phone" && reading.phoneIn === "accepted" && /^\+?\d{1,15}$/.test(value)) return Number(value);
  if (kind === "integer" && reading.numberIn === "accepted" && /^-?\d{1,20}$/.test(value)) return Number(value);
  return anyCase?.find((known) => known.toLowerCase() === value.toLowerCase()) ?? value;
}

/**
 * The parameters of a request in their canonical form: only those the document knows, none null or empty,
 * with the readings of phoneIn, numberIn and firstPage applied.
 */
export function intake(
  { parameters }: OperationFacts,
  body: Readonly<Record<string, unknown>>,
  reading: PresentationReading,
): Parameters {
  const taken: Record<string, unknown> = {};
  for (const parameter of parameters) {
    const sent = Object.hasOwn(body, parameter.name) ? body[parameter.name] : undefined;
    if (sent === undefined || sent === null || sent === "") continue;
    const value = typeof sent === "string" ? fromString(sent, parameter, reading) : sent;
    taken[parameter.name] =
      parameter.name === "page" && reading.firstPage === "0" && typeof value === "number" ? value + 1 : value;
  }
  return taken;
}

import type { Parameter } from "../../../openapi/document.js";
import type { LoggedCall } from "../call.js";
import { inEachCall, type Mistake } from "../mistake.js";

/** Creates a detector of parameters that are strings; `observed` returns the description of a wrong parameter. */
const inStrings =
  (observed: (parameter: Parameter, value: string) => string | undefined) =>
  ({ facts, sent }: LoggedCall): readonly string[] =>
    facts.parameters.flatMap((parameter) => {
      const value = sent[parameter.name];
      return typeof value === "string" ? (observed(parameter, value) ?? []) : [];
    });

export const numberAsString: Mistake = {
  id: "number-as-string",
  text: "A number was sent as a string.",
  severity: "warning",
  example: '{"idTemplate": "340717"}',
  advice: "Send JSON numbers: the vendor's page types these parameters as integer (switch numberIn).",
  find: inEachCall(
    inStrings(({ name, kind }, value) =>
      kind === "integer" && /^\s*[-+]?\d+(\.\d+)?\s*$/.test(value) ? `${name} is a string` : undefined,
    ),
  ),
};

export const phoneAsString: Mistake = {
  id: "phone-as-string",
  text: "A phone was sent as a string.",
  severity: "warning",
  example: '{"phone": "+12025550143"}',
  advice: "Send the phone as a JSON number, with the country code and without + (switch phoneIn).",
  find: inEachCall(
    inStrings(({ name, kind }, value) => (kind === "phone" && /\d/.test(value) ? `${name} is a string` : undefined)),
  ),
};

export const selectionModeCase: Mistake = {
  id: "selection-mode-case",
  text: "selectionMode does not have the upper and lower case letters of the vendor's page.",
  severity: "warning",
  example: '{"idTemplate": 340717, "selectionMode": "passInstalled"}',
  advice: "Use PassNotCreated, PassInstalled, passNotInstalled and passDeleted exactly as on the vendor's page.",
  find: inEachCall(
    inStrings(({ name, anyCase = [] }, value) => {
      const printed = anyCase.find((known) => known.toLowerCase() === value.toLowerCase());
      return printed === undefined || printed === value ? undefined : `${name} must be ${printed}, got ${value}`;
    }),
  ),
};

import type { MethodName } from "../../openapi/document.js";
import { invalidFaultHeader, type SandboxRefusal } from "../refusals.js";
import type { FaultEffect } from "./fault.js";
import { faultProblems } from "./fault-problems.js";

/** Maximum length of the header in characters. */
const maxLength = 200;

const value = /\s*([A-Za-z]+)\s*=\s*("[^"]*"|[^\s";=]+)\s*/;

/** Matches `name` or `name; key=value; …`. */
const form = new RegExp(`^\\s*([A-Za-z]+)\\s*((?:;${value.source})*)$`);

const parsed = (text: string): string | number =>
  text.startsWith('"') ? text.slice(1, -1) : /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;

/**
 * Parses the header x-luna-fault of a request: the kind of an effect and its values.
 *
 * @example
 * parseFaultHeader('contentType; value="text/html; charset=utf-8"', "usePass"); // { kind: "contentType", value: "text/html; charset=utf-8" }
 */
export function parseFaultHeader(header: string, method: MethodName): FaultEffect | SandboxRefusal {
  const found = header.length > maxLength ? null : form.exec(header);
  if (found === null)
    return invalidFaultHeader(
      `must be an effect with its values, such as error; code=2, in at most ${maxLength} characters`,
    );
  const [, kind, rest = ""] = found;
  const values = [...rest.matchAll(new RegExp(`;${value.source}`, "g"))].map(([, name = "", text = ""]) => [
    name,
    parsed(text),
  ]);
  const names = values.map(([name]) => name);
  const repeated = names.find((name, index) => name === "kind" || names.indexOf(name) < index);
  if (repeated !== undefined) return invalidFaultHeader(`${repeated} must be given once`);
  const effect = { kind, ...Object.fromEntries(values) } as FaultEffect;
  const [problem] = faultProblems({ method, effect });
  if (problem !== undefined) return invalidFaultHeader(problem.replace(/^effect[.:] ?/, ""));
  if (effect.kind === "delay" && effect.sigma !== undefined)
    return invalidFaultHeader("sigma needs a fault of the sandbox, which draws a delay for each request");
  return effect;
}

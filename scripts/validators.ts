/** Compiles the validators of both documents ahead of time, so that a server starts without Ajv. */
import { Ajv2020 } from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { boundValues, branches, type Json, operationsOf } from "./document-walk.js";

const answerPointer = "/responses/200/content/application~1json/schema";
const requestPointer = "/requestBody/content/application~1json/schema";
/** The control plane's request bodies and the state format. */
const controlSchemas = ["State", "SandboxRequest", "ClockChange", "Template", "TemplateChange", "ClientForm"];

export function validatorsOf(luna: Json, control: Json): string {
  const ajv = new Ajv2020({
    code: { source: true, esm: true, lines: false },
    strict: true,
    strictRequired: false,
    allowUnionTypes: true,
    strictTypes: false,
    unicodeRegExp: false,
    validateFormats: false,
    messages: false,
    // Ajv says on every run that the next option will go one day; strict mode throws what matters.
    logger: false,
    // String lengths count UTF-16 units: the documents only ask whether a string is empty.
    unicode: false,
  } as ConstructorParameters<typeof Ajv2020>[0]);
  ajv.addVocabulary(["components", "paths"]);
  ajv.addSchema({ $id: "luna", ...(bare({ paths: luna.paths, components: luna.components }) as Json) });
  ajv.addSchema({ $id: "control", ...(bare({ components: control.components }) as Json) });

  const exports: Record<string, string> = {};
  const compile = (name: string, document: string, pointer: string): string => {
    ajv.addSchema({ $id: name, $ref: `${document}${pointer}` });
    exports[name] = name;
    return name;
  };

  const requests: string[] = [];
  const usePass: string[] = [];
  const answers: string[] = [];
  for (const { id, pointer } of operationsOf(luna)) {
    answers.push(`${id}: ${compile(`answer_${id}`, "luna", pointer + answerPointer)}`);
    if (id === "usePass") {
      for (const type of branches(luna, pointer + requestPointer)) {
        const cases = byValue(luna, type.pointer, "action").map(
          ([action, of]) =>
            `${JSON.stringify(action)}: ${compile(`use_${type.schema["x-luna-card-type"]}_${action}`, "luna", of)}`,
        );
        usePass.push(`${type.schema["x-luna-card-type"]}: { ${cases.join(", ")} }`);
      }
    } else if (branches(luna, pointer + requestPointer).length > 1) {
      const cases = byValue(luna, pointer + requestPointer, "pushSegment").map(
        ([value, of]) => `${value}: ${compile(`request_${id}_${value}`, "luna", of)}`,
      );
      requests.push(`${id}: { by: "pushSegment", cases: { ${cases.join(", ")} } }`);
    } else {
      requests.push(`${id}: ${compile(`request_${id}`, "luna", pointer + requestPointer)}`);
    }
  }
  const controls = controlSchemas.map(
    (name) => `${name}: ${compile(`control_${name}`, "control", `#/components/schemas/${name}`)}`,
  );

  const code = standaloneCode.default(ajv, exports);
  if (/\brequire\(/.test(code))
    throw new Error("the validators would need Ajv at run time: a keyword of the documents asks for its runtime");
  return [
    "// @ts-nocheck",
    code.replace('"use strict";', ""),
    `export const requestValidators = { ${requests.join(", ")} };`,
    `export const usePassValidators = { ${usePass.join(", ")} };`,
    `export const answerValidators = { ${answers.join(", ")} };`,
    `export const controlValidators = { ${controls.join(", ")} };`,
    "",
  ].join("\n");
}

/** Each value of the property that tells the branches apart, with the branch; "" for the branch that leaves it free. */
function byValue(document: Json, pointer: string, property: string): [string, string][] {
  return branches(document, pointer).flatMap((branch) =>
    (boundValues(document, branch.pointer, property) ?? [""]).map((value): [string, string] => [value, branch.pointer]),
  );
}

const annotations = new Set(["description", "summary", "examples", "example", "default", "format", "tags"]);

/** A document without what a validator does not look at; otherwise all of it would be carried along in the code. */
function bare(value: unknown, inProperties = false): unknown {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => inProperties || !(annotations.has(key) || key.startsWith("x-")));
  return Object.fromEntries(kept.map(([key, inner]) => [key, bare(inner, key === "properties" && !inProperties)]));
}

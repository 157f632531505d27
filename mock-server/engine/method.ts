import { type OperationFacts, operationFacts } from "../../openapi/document.js";
import { nearest } from "../../shared/nearest.js";
import { OwnRefusal } from "../model/sandbox-refusal.js";

const names = Object.keys(operationFacts);
const facts = new Map<string, OperationFacts>(Object.entries(operationFacts));

/** What the document says of a method; undefined for a name that none has. */
export const factsOf = (name: string): OperationFacts | undefined => facts.get(name);

/** Refuses a name that no method has, with the nearest that there is, and another verb than POST. */
export function methodOf({ name, method }: { readonly name: string; readonly method: string }): OperationFacts {
  const found = factsOf(name);
  if (found === undefined) {
    const bare = name.replaceAll(/\/|%2f/gi, "");
    const near = factsOf(bare)?.id ?? nearest(name, names);
    const slash = near === bare ? " leave out the extra slash" : "";
    const hint = near === undefined ? `the methods are ${names.join(", ")}` : `did you mean ${near}?${slash}`;
    throw new OwnRefusal(404, "request.method", `there is no such method: ${hint}`, near ?? names.join(" or "));
  }
  if (method !== "POST") {
    const headers = { allow: "POST, OPTIONS" };
    throw new OwnRefusal(405, "request.verb", `${found.id} is called with POST`, "the same request with POST", headers);
  }
  return found;
}

import { type MethodFacts, methodFacts } from "../../openapi/document.js";
import { nearest } from "../../shared/nearest.js";
import { SandboxRefusal } from "../model/sandbox-refusal.js";

const names = Object.keys(methodFacts);
const facts = new Map<string, MethodFacts>(Object.entries(methodFacts));

/** What the document says of a method; undefined for a name that none has. */
export const factsOf = (name: string): MethodFacts | undefined => facts.get(name);

/** Refuses a name that no method has, with the nearest that there is, and another verb than POST. */
export function methodOf({ name, verb }: { readonly name: string; readonly verb: string }): MethodFacts {
  const found = factsOf(name);
  if (found === undefined) {
    const bare = name.replaceAll(/\/|%2f/gi, "");
    const near = factsOf(bare)?.id ?? nearest(name, names);
    const slash = near === bare ? " leave out the extra slash" : "";
    const hint = near === undefined ? `the methods are ${names.join(", ")}` : `did you mean ${near}?${slash}`;
    throw new SandboxRefusal(404, "request.method", `there is no such method: ${hint}`, near ?? names.join(" or "));
  }
  if (verb !== "POST") {
    const headers = { allow: "POST, OPTIONS" };
    throw new SandboxRefusal(405, "request.verb", `${found.id} is called with POST`, "the same request with POST", headers);
  }
  return found;
}

import { type MethodFacts, methodFacts } from "../../openapi/document.js";
import { nearest } from "../../shared/nearest.js";
import { unknownMethod, wrongVerb } from "../refusals.js";

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
    throw unknownMethod(near, names, { extraSlash: near === bare });
  }
  if (verb !== "POST") throw wrongVerb(found.id);
  return found;
}

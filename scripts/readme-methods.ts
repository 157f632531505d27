/** The README's table of methods, from the document. */
import { type Json, methodsOf } from "./document-walk.js";
import { countedLevels, fieldsOf, knownOf } from "./fields.js";
import { table } from "./markdown.js";

const start = "<!-- methods -->";
const end = "<!-- /methods -->";

function methods(document: Json): string {
  const counts = (of: unknown) => countedLevels(fieldsOf(document, of).map(({ level }) => level));
  const rows = methodsOf(document).map(({ id, method }) => {
    const answer = ((method.responses as Json)["200"] as Json) ?? {};
    const link = `[\`${id}\`](docs/methods.md#${id.toLowerCase()})`;
    const level = knownOf(method)?.level ?? "";
    return [link, String(method.summary), level, counts(method.requestBody) || "none", counts(answer)];
  });
  return table(["method", "what it does", "how sure", "its parameters", "its answer fields"], rows);
}

export function readmeWithMethods(readme: string, document: Json): string {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines ${start} and ${end}`);
  return `${readme.slice(0, from + start.length)}\n${methods(document)}\n${readme.slice(to)}`;
}

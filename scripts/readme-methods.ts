/** The README's table of methods, from the document. */
import { type Json, operationsOf } from "./document-walk.js";
import { countedLevels, fieldsOf, knownOf } from "./fields.js";

const start = "<!-- methods -->";
const end = "<!-- /methods -->";

function table(document: Json): string {
  const counts = (of: unknown) => countedLevels(fieldsOf(document, of).map(({ level }) => level));
  const rows = operationsOf(document).map(({ id, operation }) => {
    const answer = ((operation.responses as Json)["200"] as Json) ?? {};
    return `| \`${id}\` | ${operation.summary} | ${knownOf(operation)?.level} | ${counts(operation.requestBody) || "none"} | ${counts(answer)} |`;
  });
  return [
    "| method | what it does | how sure | its parameters | its answer fields |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

export function readmeWithMethods(readme: string, document: Json): string {
  const from = readme.indexOf(start);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines ${start} and ${end}`);
  return `${readme.slice(0, from + start.length)}\n${table(document)}\n${readme.slice(to)}`;
}

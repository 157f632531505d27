/** Adds the text of rules to the descriptions of the vendor's document, so that rendered documents show them. */
import { type RuleId, rules } from "../mock-server/rules.js";
import { isJsonObject, type JsonObject } from "./document-walk.js";

const line = (id: string): string => {
  if (!Object.hasOwn(rules, id)) throw new Error(`unknown rule ${id} in x-luna-rules`);
  const { text, level, switches } = rules[id as RuleId];
  return `- ${text} (${[level, ...(switches ?? []).map((name) => `switch ${name}`)].join(", ")})`;
};

const section = (title: string, ids: readonly string[]): string =>
  ids.length === 0 ? "" : `\n**${title}**\n\n${ids.map(line).join("\n")}\n`;

const described = (base: JsonObject, title: string, ids: readonly string[]): JsonObject => ({
  ...base,
  description: `${String(base.description).trimEnd()}\n${section(title, ids)}`,
});

/** Returns the document with its rules. Rules of every request are in the introduction, the rest at their methods. */
export function withDescribedRules(document: JsonObject): JsonObject {
  const common = Object.keys(rules).filter((id) => id.startsWith("request.") && id !== "request.action");
  const paths = Object.entries(document.paths as JsonObject).map(([path, item]) => {
    const post = isJsonObject(item) && isJsonObject(item.post) ? item.post : {};
    return [path, { ...(item as JsonObject), post: described(post, "Rules", post["x-luna-rules"] as string[]) }];
  });
  return {
    ...document,
    info: described(document.info as JsonObject, "Rules for every request", common),
    paths: Object.fromEntries(paths),
  };
}

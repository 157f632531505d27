import { defaultVariableNames } from "../cli/child/environment.js";
import { allCardTypes, cardTypes } from "../mock-server/cards/index.js";
import { markdownTable } from "./markdown.js";
import { withSection } from "./section.js";

/** Returns docs/try.md with a table of the variables of templates. */
export function tryPage(page: string): string {
  const rows = allCardTypes.map((type) => {
    const { name } = cardTypes[type];
    return [String(type), `\`${defaultVariableNames.templates[name]}\``, `\`--template-env ${name}=…\``];
  });
  return withSection(page, "template-variables", markdownTable(["card type", "variable", "option to rename it"], rows));
}

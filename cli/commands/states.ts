import { hintFor, providerStates } from "../../contracts/states/index.js";
import { statesJson } from "../../contracts/states/list.js";
import { textTable } from "../../shared/text-table.js";
import { UsageError } from "../../shared/usage-error.js";
import { defineCommand } from "../command.js";
import { jsonOption } from "../common-options.js";

/** Returns the catalogue as a table. */
function statesText(): string {
  const rows = statesJson().flatMap(({ name, parameters }) =>
    parameters.map(({ name: parameter, kind, default: defaultText }, index) => [
      index === 0 ? name : "",
      parameter,
      defaultText,
      kind,
    ]),
  );
  return `${textTable([["state", "parameter", "default", "type"], ...rows])}\n\nRun luna-sandbox states <name> for details, or see docs/provider-states.md.`;
}

/** Describes a state; undefined for an unknown name. */
function stateText(name: string): string | undefined {
  const found = statesJson().find((state) => state.name === name);
  if (found === undefined) return undefined;
  const rows = found.parameters.map(({ name: parameter, kind, default: defaultText, about }) => [
    parameter,
    defaultText,
    kind,
    about,
  ]);
  return [
    `${found.name}: ${found.about}`,
    textTable([["parameter", "default", "type", "meaning"], ...rows]),
    `Returns ${found.gives.join(", ")}.`,
  ].join("\n\n");
}

export const states = defineCommand(
  {
    name: "states",
    usage: ["states [name] [options]"],
    options: { json: jsonOption("states") },
    exitCodes: { 0: "listed", 2: "could not run", 130: "interrupted" },
    allowWords: true,
  },
  async ({ values, words }) => {
    const name = words.join(" ");
    if (name !== "" && !providerStates.some((state) => state.name === name))
      throw new UsageError(`unknown provider state ${JSON.stringify(name)}; ${hintFor(name)}`);
    const shown = () => statesJson().filter((state) => name === "" || state.name === name);
    if (values.json) console.log(JSON.stringify(shown(), null, 2));
    else console.log(name === "" ? statesText() : stateText(name));
    return 0;
  },
);

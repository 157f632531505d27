import { hintFor, providerStates } from "../../contracts/states/index.js";
import { statesJson, statesText, stateText } from "../../contracts/states/list.js";
import { UsageError } from "../../shared/usage-error.js";
import { defineCommand } from "../command.js";
import { jsonOption } from "../common-options.js";

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

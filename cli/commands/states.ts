import { hintFor, providerStates } from "../../contracts/states/index.js";
import { statesJson, statesText, stateText } from "../../contracts/states/list.js";
import { UsageError } from "../../shared/usage-error.js";
import { runCommand } from "../command.js";

const help = `luna-sandbox states: the provider states that contracts can name

  luna-sandbox states [name] [options]

  --json   print them as JSON
  --help
`;

/** The command `luna-sandbox states`. */
export const states = (args: readonly string[], stop?: AbortSignal): Promise<number> =>
  runCommand(
    { name: "states", help, options: { json: { type: "boolean", default: false } }, words: true },
    args,
    async ({ values, words: names }) => {
      const name = names.join(" ");
      const known = providerStates.map((state) => state.name);
      if (name !== "" && !known.includes(name))
        throw new UsageError(`unknown provider state ${JSON.stringify(name)}; ${hintFor(name)}`);
      if (values.json)
        console.log(
          JSON.stringify(
            statesJson().filter((state) => name === "" || state.name === name),
            null,
            2,
          ),
        );
      else console.log(name === "" ? statesText() : stateText(name));
      return 0;
    },
    stop,
  );

import { type LunaServerOptions, largestMaxBody } from "../mock-server/options.js";
import { faultsOption, readFaults } from "./faults-option.js";
import { fixtureOption, fixtureOptions, seedOption } from "./fixture-options.js";
import { type OptionTable, type OptionValues, parseInteger } from "./option-table.js";
import { parseSet } from "./profile-option.js";

/** Options of every command that starts a server. */
export const serverOptions = {
  fixture: fixtureOption,
  seed: seedOption,
  set: {
    value: "<switch=value>",
    meaning: "set a switch of the profile, such as envelope=array; see docs/switches.md or GET /_luna/switches",
    multiple: true,
  },
  faults: faultsOption,
  strict: { meaning: "validate every response against the OpenAPI document" },
  explain: { meaning: "list the applied rules of every response in x-luna-rules" },
  cors: {
    value: "<origin|*>",
    meaning: "allow web pages to call the API; pages of a single origin may use the control plane too",
  },
  "max-sandboxes": {
    value: "<n>",
    meaning: "maximum number of sandboxes",
    default: "1000",
    parse: parseInteger(1, 1_000_000),
  },
  "max-body": {
    value: "<MiB>",
    meaning:
      "maximum size of a body of the control plane; 100,000 clients with cards need about 35, and 70 with histories",
    default: "64",
    parse: parseInteger(1, largestMaxBody),
  },
} as const satisfies OptionTable;

/** Returns the options of a server. Throws UsageError. */
export const parseServerOptions = (values: OptionValues<typeof serverOptions>): LunaServerOptions => ({
  strict: values.strict,
  explain: values.explain,
  maxSandboxes: values["max-sandboxes"],
  maxBody: values["max-body"],
  ...(values.set.length === 0 ? {} : { profile: parseSet(values.set) }),
  ...(values.faults === undefined ? {} : { faults: readFaults(values.faults) }),
  ...fixtureOptions(values),
  ...(values.cors === undefined ? {} : { cors: values.cors }),
});

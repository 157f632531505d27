import { cardTypeNames } from "../contracts/try/account.js";
import { orList } from "../shared/lists.js";
import { UsageError } from "../shared/usage-error.js";
import { defaultVariableNames, type VariableNames } from "./child/environment.js";
import type { OptionTable, OptionValues } from "./option-table.js";

/** Options that name the environment variables of a client's command. */
export const clientVariableOptions = {
  "url-env": {
    value: "<name>",
    meaning: "variable of the base URL",
    default: defaultVariableNames.url,
    parse: variableName,
  },
  "token-env": {
    value: "<name>",
    meaning: "variable of the access token",
    default: defaultVariableNames.token,
    parse: variableName,
  },
  "template-env": {
    value: "<type=name>",
    meaning: "variable of a template id, such as stamps=TEMPLATE_ID",
    multiple: true,
  },
} as const satisfies OptionTable;

function variableName(name: string, option: string): string {
  if (/^[A-Za-z_]\w*$/.test(name)) return name;
  throw new UsageError(`${option} must be a name of an environment variable, got ${JSON.stringify(name)}`);
}

function templateNames(texts: readonly string[]): VariableNames["templates"] {
  const given = texts.map((text) => {
    const [type = "", name = ""] = text.split("=");
    if (!Object.hasOwn(cardTypeNames, type))
      throw new UsageError(
        `--template-env must be <type>=<name> with the type ${orList(Object.keys(cardTypeNames))}, got ${JSON.stringify(text)}`,
      );
    return [type, variableName(name, `the name in --template-env ${type}=`)] as const;
  });
  return { ...defaultVariableNames.templates, ...Object.fromEntries(given) };
}

/** Returns the names of the variables. Throws UsageError. */
export const clientVariableNames = (values: OptionValues<typeof clientVariableOptions>): VariableNames => ({
  url: values["url-env"],
  token: values["token-env"],
  templates: templateNames(values["template-env"]),
});

/** Lists the variables of a client's command in lines, with further ones. */
export const clientVariableList = (more: readonly (readonly [name: string, meaning: string])[] = []): string =>
  [
    [defaultVariableNames.url, "such as http://127.0.0.1:40123/api/v1"] as const,
    [defaultVariableNames.token, "the access token"] as const,
    ...Object.entries(defaultVariableNames.templates).map(
      ([type, name]) => [name, `id of a template of type ${type}`] as const,
    ),
    ["LUNA_CONTROL_URL", "the control plane, such as http://127.0.0.1:40123/_luna"] as const,
    ["LUNA_PROFILE", "switches that are not at their default, such as envelope=array"] as const,
    ...more,
  ]
    .map(([name, meaning]) => `    ${name.padEnd(28)} ${meaning}`)
    .join("\n");

import { type Account, type CardTypeName, cardTypeNames } from "../../contracts/try/account.js";
import { formatSwitches } from "../../mock-server/index.js";

const typeNames = Object.keys(cardTypeNames) as CardTypeName[];

/** Names of the environment variables of the command. */
export interface VariableNames {
  readonly url: string;
  readonly token: string;
  readonly templates: Readonly<Record<CardTypeName, string>>;
}

export const defaultVariableNames: VariableNames = {
  url: "LUNA_BASE_URL",
  token: "LUNA_TOKEN",
  templates: Object.fromEntries(typeNames.map((name) => [name, `LUNA_TEMPLATE_${name.toUpperCase()}`])) as Record<
    CardTypeName,
    string
  >,
};

/** Addresses, token, templates and profile for a client. */
export interface ClientAccess extends Account {
  /** Address of the server, such as `http://127.0.0.1:40123`; the control plane is under `/_luna/`. */
  readonly url: string;
  /** Base URL of the vendor's methods. */
  readonly baseUrl: string;
  /** Switches that differ from their default. */
  readonly profile: Readonly<Record<string, unknown>>;
}

/** Returns the environment variables of a run; undefined removes a variable of the parent process. */
export const clientEnvironment = (
  names: VariableNames,
  { url, baseUrl, token, templates, profile }: ClientAccess,
): Readonly<Record<string, string | undefined>> => ({
  ...Object.fromEntries(typeNames.map((type) => [names.templates[type], templates[type]?.toString()])),
  [names.url]: baseUrl,
  [names.token]: token,
  LUNA_CONTROL_URL: `${url}/_luna`,
  LUNA_PROFILE: formatSwitches(profile),
});

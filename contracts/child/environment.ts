import { allCardTypes, type CardType, type CardTypeName, cardTypes, type State } from "../../mock-server/index.js";

export type { CardTypeName };

/** Card types by their names in environment variables and in `templates`. */
export const cardTypeNames = Object.fromEntries(allCardTypes.map((type) => [cardTypes[type].name, type])) as Readonly<
  Record<CardTypeName, CardType>
>;

/** Credentials and ids that a client needs for a sandbox. */
export interface Account {
  /** Token of the sandbox's first company. */
  readonly token: string;
  /** First template of each card type of that company. */
  readonly templates: Readonly<Partial<Record<CardTypeName, number>>>;
}

/** Returns the account of the first company of a state. */
export function accountIn({ companies = [], templates = [] }: State): Account {
  const [company] = companies;
  const own = templates.filter(({ companyId }) => companyId === company?.id);
  const found = Object.entries(cardTypeNames).flatMap(([name, type]) => {
    const id = own.find((template) => template.type === type)?.id;
    return id === undefined ? [] : [[name, id]];
  });
  return { token: company?.token ?? "", templates: Object.fromEntries(found) };
}

const typeNames = Object.keys(cardTypeNames) as CardTypeName[];

/** Names of the environment variables of the command. */
export interface VariableNames {
  readonly url: string;
  readonly token: string;
  readonly templates: Readonly<Record<CardTypeName, string>>;
}

export const defaultNames: VariableNames = {
  url: "LUNA_BASE_URL",
  token: "LUNA_TOKEN",
  templates: Object.fromEntries(typeNames.map((name) => [name, `LUNA_TEMPLATE_${name.toUpperCase()}`])) as Record<
    CardTypeName,
    string
  >,
};

/** Addresses and credentials for a client. */
export interface Served extends Account {
  /** Address of the server, such as `http://127.0.0.1:40123`; the control plane is under `/_luna/`. */
  readonly url: string;
  /** Base URL of the vendor's methods. */
  readonly baseUrl: string;
}

/** Returns the environment variables of a run; undefined removes a variable of the parent process. */
export const variables = (
  names: VariableNames,
  { url, baseUrl, token, templates }: Served,
): Readonly<Record<string, string | undefined>> => ({
  ...Object.fromEntries(typeNames.map((type) => [names.templates[type], templates[type]?.toString()])),
  [names.url]: baseUrl,
  [names.token]: token,
  LUNA_CONTROL_URL: `${url}/_luna`,
});

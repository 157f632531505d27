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
  const owned = templates.filter(({ companyId }) => companyId === company?.id);
  const found = Object.entries(cardTypeNames).flatMap(([name, type]) => {
    const id = owned.find((template) => template.type === type)?.id;
    return id === undefined ? [] : [[name, id]];
  });
  return { token: company?.token ?? "", templates: Object.fromEntries(found) };
}

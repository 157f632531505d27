import type { State } from "../../mock-server/index.js";
import { type CardTypeName, cardTypeNames } from "./card-type-names.js";

/** What a client has to know of the sandbox that it works with. */
export interface Account {
  /** Token of the sandbox's first company. */
  readonly token: string;
  /** That company's first template of each card type it has. */
  readonly templates: Readonly<Partial<Record<CardTypeName, number>>>;
}

/** The account of a sandbox's first company. */
export function accountIn({ companies = [], templates = [] }: State): Account {
  const [company] = companies;
  const own = templates.filter(({ companyId }) => companyId === company?.id);
  const found = Object.entries(cardTypeNames).flatMap(([name, type]) => {
    const id = own.find((template) => template.type === type)?.id;
    return id === undefined ? [] : [[name, id]];
  });
  return { token: company?.token ?? "", templates: Object.fromEntries(found) };
}
